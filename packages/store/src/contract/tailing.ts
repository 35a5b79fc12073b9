import assert from "node:assert/strict";
import type { BuiltInAction } from "@audit/events";
import type { EventStore } from "../event-store.ts";
import { InvalidReadError } from "../store-error.ts";
import type { TailedEvent, TailOptions } from "../tail/tail-options.ts";
import type { ContractCase } from "./contract-case.ts";

const noon = 1_700_000_000_000;
const paused = (workspaceId: string, uid: string, id = "monitor:1") =>
  ({ id, action: "monitor.pause", metadata: {}, workspaceId, uid, timestamp: noon }) as const;

/** Follows until so many polls have ended, with no pause between them; `polled` runs after each. */
async function followed(
  store: EventStore<BuiltInAction>,
  options: TailOptions,
  polls = 2,
  polled: (poll: number) => Promise<unknown> = async () => {},
): Promise<TailedEvent[]> {
  const end = new AbortController();
  let poll = 0;
  const clock = {
    now: () => poll * 60_000,
    async sleep() {
      poll += 1;
      await polled(poll);
      if (poll === polls) end.abort("enough");
    },
  };
  const given: TailedEvent[] = [];
  try {
    for await (const item of store.tail({ ...options, clock, signal: end.signal }))
      given.push(item);
  } catch (reason) {
    if (reason !== "enough") throw reason;
  }
  return given;
}

const uidsOf = (given: readonly TailedEvent[]) => given.map(({ event }) => event.uid);

/** Promises about following a workspace. */
export const tailing: readonly ContractCase[] = [
  {
    name: "follows what is there and what comes, each once, of one workspace, by when it was recorded",
    async run({ store, workspaceId }) {
      await store.append([paused(workspaceId, "a"), paused(`${workspaceId}!`, "other")]);
      await store.append([paused(workspaceId, "%b'", "monitor:a,'\"%😀")]);
      const more = (poll: number) => store.append(paused(workspaceId, `later-${poll}`));
      const given = await followed(store, { workspaceId, after: 0 }, 4, more);
      assert.deepEqual(uidsOf(given).sort(), ["%b'", "a", "later-1", "later-2", "later-3"]);
      const times = given.map(({ event }) => event.recordedAt);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      const [first] = given;
      const stream = [];
      for await (const event of store.read("monitor:1", { workspaceId })) stream.push(event);
      assert.deepEqual(
        first?.event,
        stream.find(({ uid }) => uid === "a"),
      );
    },
  },
  {
    name: "follows from now on when it is not told where to begin",
    async run({ store, workspaceId }) {
      await store.append(paused(workspaceId, "before"));
      const [before] = await followed(store, { workspaceId, after: 0 });
      // It begins with a whole millisecond, which must not be the one of the first append.
      while (Date.now() <= (before?.event.recordedAt ?? 0)) await new Promise(setImmediate);
      const more = (poll: number) => store.append(paused(workspaceId, `later-${poll}`));
      const given = await followed(store, { workspaceId }, 3, more);
      assert.deepEqual(uidsOf(given), ["later-1", "later-2"]);
    },
  },
  {
    name: "follows the actions that are asked for, under any name they were stored",
    async run({ store, workspaceId }) {
      const rest = { id: "monitor:1", metadata: { region: "gru" }, workspaceId } as const;
      // Safe: a name from before, which the writer takes and the types do not know.
      const former = "monitor.failed" as "monitor.down";
      await store.append([
        { ...rest, action: "monitor.down", uid: "down" },
        { ...rest, action: former, uid: "former" },
        { ...rest, action: "monitor.recovered", uid: "recovered" },
      ]);
      const actions = ["monitor.down"] as const;
      const given = await followed(store, { workspaceId, actions, after: 0 });
      assert.deepEqual(uidsOf(given).sort(), ["down", "former"]);
    },
  },
  {
    name: "gives an event that is delivered again once, within the window and long after",
    async run({ store, workspaceId }) {
      const draft = paused(workspaceId, "again");
      await store.append([draft, draft]);
      const more = () => store.append([draft, paused(workspaceId, "filler")]);
      // A lag of 1 ms: by the next poll the window has passed what was there before.
      const options = { workspaceId, after: 0, visibilityLag: 1 };
      const given = await followed(store, options, 5, more);
      assert.deepEqual(uidsOf(given).sort(), ["again", "filler"]);
      assert.deepEqual(
        given.map(({ event }) => event.copies),
        [1, 1],
      );
      assert.deepEqual(await followed(store, { ...options, after: given.at(-1)?.checkpoint }), []);
    },
  },
  {
    name: "gives both facts of a conflict, also when the second comes long after",
    async run({ store, workspaceId }) {
      const down = (region: string) =>
        ({ ...paused(workspaceId, "one"), action: "monitor.down", metadata: { region } }) as const;
      await store.append(down("gru"));
      const more = () => store.append(down("fra"));
      const given = await followed(store, { workspaceId, after: 0, visibilityLag: 1 }, 3, more);
      assert.deepEqual(
        given.map(({ event }) => event.known && event.metadata),
        [{ region: "gru" }, { region: "fra" }],
      );
    },
  },
  {
    name: "goes on behind every checkpoint with exactly what comes after it",
    async run({ store, workspaceId }) {
      const drafts = Array.from({ length: 7 }, (_, index) => paused(workspaceId, `u${index}`));
      await store.append(drafts.slice(0, 3));
      await store.append(drafts.slice(3));
      const given = await followed(store, { workspaceId, after: 0 });
      assert.equal(given.length, 7);
      for (const [index, { checkpoint }] of given.entries()) {
        const rest = await followed(store, { workspaceId, after: checkpoint });
        assert.deepEqual(uidsOf(rest), uidsOf(given.slice(index + 1)));
      }
    },
  },
  {
    name: "goes on behind a moment with what was recorded later",
    async run({ store, workspaceId }) {
      await store.append(paused(workspaceId, "a"));
      const [first] = await followed(store, { workspaceId, after: 0 });
      const at = first?.event.recordedAt ?? 0;
      assert.deepEqual(uidsOf(await followed(store, { workspaceId, after: at - 1 })), ["a"]);
      assert.deepEqual(await followed(store, { workspaceId, after: at }), []);
    },
  },
  {
    name: "ends a tail with the reason of its signal, at once",
    async run({ store, workspaceId }) {
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);
      const next = store.tail({ workspaceId, signal })[Symbol.asyncIterator]().next();
      await assert.rejects(next, reason);
      const end = new AbortController();
      // A pause of hours, so that nothing but the signal ends it.
      const options = { workspaceId, after: 0, pause: 10_000_000, signal: end.signal };
      const waiting = store.tail(options)[Symbol.asyncIterator]().next();
      setImmediate(() => end.abort(reason));
      await assert.rejects(waiting, reason);
    },
  },
  {
    name: "refuses a tail that cannot be, and names the option",
    async run({ store, workspaceId }) {
      const [other] = await (async () => {
        await store.append(paused(`${workspaceId}!`, "a"));
        return followed(store, { workspaceId: `${workspaceId}!`, after: 0 });
      })();
      const wrong = [
        ["after", { after: 1.5 }],
        ["after", { after: "yesterday" }],
        ["after", { after: other?.checkpoint.replace("1.", "2.") }],
        ["after", { after: other?.checkpoint }],
        ["workspaceId", { workspaceId: 7 }],
        ["actions.0", { actions: ["monitor.unheard"] }],
        ["signal", { signal: {} }],
        ["options", null],
      ] as const;
      for (const [field, options] of wrong) {
        const asked = options === null ? null : { workspaceId, ...options };
        // Safe: what the types forbid is what is tried here.
        const tail = store.tail(asked as unknown as TailOptions);
        await assert.rejects(tail[Symbol.asyncIterator]().next(), (error) => {
          assert.ok(error instanceof InvalidReadError, String(error));
          assert.equal(error.field, field);
          return true;
        });
      }
      for (const option of ["visibilityLag", "pause", "clock", "onMissed", "onRetry"]) {
        const tail = store.tail({ workspaceId, [option]: 0 });
        await assert.rejects(tail[Symbol.asyncIterator]().next(), { code: "invalid_option" });
      }
    },
  },
];
