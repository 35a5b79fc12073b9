import assert from "node:assert/strict";
import { compareEvents } from "@audit/events";
import { compareUtf8 } from "../../compare-utf8.ts";
import { collect, type OpenStore } from "../contract-case.ts";
import type { Command } from "./arbitrary-commands.ts";
import { ids, noon, uids, workspaces } from "./arbitrary-drafts.ts";
import {
  carryOut,
  type Events,
  isSamePlace,
  type Store,
  searchPages,
  startTrial,
} from "./trial.ts";

type Event = Events[number];

/** Appends to a store and fails where what it gives then breaks a law of reading. */
export async function assertLawsOfReading(
  appends: readonly Command[],
  { open, name, pageSize }: { open: OpenStore; name: string; pageSize: number },
): Promise<void> {
  const trial = startTrial(name, 100);
  const store = await open({ writer: trial.writer(), pageSize });
  for (const command of appends) {
    if ("append" in command) trial.stand(command.moment);
    await carryOut(command, { store, trial, asksKnownAt: false });
  }
  const drafts = appends.flatMap((command) => ("append" in command ? command.append.flat() : []));
  for (const workspace of workspaces) {
    const appended = drafts.filter(({ workspaceId }) => workspaceId === workspace).length;
    await assertLaws(store, trial.workspaceOf(workspace), appended);
  }
}

async function assertLaws(store: Store, workspaceId: string, appended: number): Promise<void> {
  const sorted = [...ids].sort(compareUtf8);
  const streams = [];
  for (const id of sorted) {
    const stream = await collect(store.read(id, { workspaceId }));
    assertStream(stream, workspaceId, id);
    streams.push(stream);
  }
  const [longest = []] = streams.toSorted((a, b) => b.length - a.length);
  await assertParts(store, longest, workspaceId);
  const all = streams.flat();
  const copies = all.reduce((sum, event) => sum + event.copies, 0);
  assert.equal(copies, appended, "every draft is an event or a copy of one");
  const many = await collect(store.readMany([...ids].reverse(), { workspaceId }));
  assert.deepEqual(many, all, "readMany gives the streams one after the other");
  assert.deepEqual(await collect(store.readAll({ workspaceId })), all, "readAll gives all streams");

  const oldest = inSearchOrder(all);
  const pages = await searchPages(store, { workspaceId, order: "oldest", limit: 2 });
  assert.deepEqual(pages.flat(), oldest, "pages of a search, oldest first, have all events once");
  const newest = await searchPages(store, { workspaceId, limit: 5 });
  assert.deepEqual(newest.flat(), oldest.toReversed(), "newest first is the reverse");
  const denied = await searchPages(store, { workspaceId, outcome: "denied", order: "oldest" });
  const matches = oldest.filter(({ outcome }) => outcome === "denied");
  assert.deepEqual(denied.flat(), matches, "a search gives exactly what its filter holds for");
}

function assertStream(stream: Events, workspaceId: string, id: string): void {
  for (const [index, event] of stream.entries()) {
    assert.deepEqual([event.workspaceId, event.id], [workspaceId, id]);
    const next = stream[index + 1];
    if (next === undefined) continue;
    assert.ok(compareEvents(event, next) <= 0, "a stream is in order");
    const { recordedAt } = next;
    assert.ok(
      !isSamePlace(event, next) || event.recordedAt <= recordedAt,
      "what was recorded first stands in front",
    );
  }
}

async function assertParts(store: Store, stream: Events, workspaceId: string): Promise<void> {
  const id = stream[0]?.id ?? ids[0];
  const read = (options: object) => collect(store.read(id, { workspaceId, ...options }));
  const backward = await read({ direction: "backward" });
  assert.deepEqual(backward, stream.toReversed(), "backward is the reverse of forward");
  const at = (keep: (event: Event) => boolean) => stream.filter(keep);
  const middle = noon + 1;
  const part = await read({ from: middle, to: middle });
  const moment = at(({ timestamp }) => timestamp === middle);
  assert.deepEqual(part, moment, "from and to are both inclusive");
  const down = await read({ actions: ["monitor.down"] });
  const downs = at((event) => event.known && event.action === "monitor.down");
  assert.deepEqual(down, downs, "actions are found by today's names");
  const after = { timestamp: middle, uid: uids[0] };
  const behind = at((event) => compareEvents(event, after) > 0);
  assert.deepEqual(await read({ after }), behind, "after gives what is behind a place");
  const before = at((event) => compareEvents(event, after) < 0).reverse();
  assert.deepEqual(
    await read({ after, direction: "backward" }),
    before,
    "backward, what is before",
  );
  const places = stream.filter((event, index) => !isSamePlace(event, stream[index - 1]));
  const end = places[2];
  const two = end === undefined ? stream : stream.slice(0, stream.indexOf(end));
  assert.deepEqual(await read({ limit: 2 }), two, "a limit counts places");
}

function inSearchOrder(events: Events): Event[] {
  return [...events].sort((a, b) => compareEvents(a, b) || compareUtf8(a.id, b.id));
}
