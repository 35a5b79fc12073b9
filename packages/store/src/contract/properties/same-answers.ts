import assert from "node:assert/strict";
import { MemoryEventStore } from "../../memory-event-store.ts";
import type { OpenStore } from "../contract-case.ts";
import type { Command } from "./arbitrary-commands.ts";
import { workspaces } from "./arbitrary-drafts.ts";
import { carryOut, isSamePlace, startTrial } from "./trial.ts";
import { withoutRecording } from "./without-recording.ts";

/** How much was compared; a run that compared nothing proves nothing. */
export interface Compared {
  answers: number;
  events: number;
  copies: number;
  conflicts: number;
}

/** What a comparison is made with. */
export interface Comparison {
  readonly open: OpenStore;
  readonly name: string;
  readonly pageSize: number;
  readonly rememberedUids: number;
  /** Who sets `recordedAt`: the writer's clock, or one that nobody here sets. */
  readonly recordedAt: "writer" | "store";
  readonly compared: Compared;
}

/** Carries out commands in a store and in a MemoryEventStore, and fails at the first other answer. */
export async function assertSameAnswers(
  commands: readonly Command[],
  { open, name, pageSize, rememberedUids, recordedAt, compared }: Comparison,
): Promise<void> {
  const trial = startTrial(name, rememberedUids);
  const memory = new MemoryEventStore({ writer: trial.writer() });
  const store = await open({ writer: trial.writer(), pageSize });
  const asksKnownAt = recordedAt === "writer";
  const comparable = asksKnownAt ? (answer: unknown) => answer : withoutRecording;
  const all = workspaces.map((workspaceId): Command => ({ readAll: { workspaceId } }));
  for (const command of [...commands, ...all]) {
    if ("append" in command) trial.stand(command.moment);
    const expected = await carryOut(command, { store: memory, trial, asksKnownAt });
    const answer = await carryOut(command, { store, trial, asksKnownAt });
    assert.deepEqual(comparable(answer), comparable(expected));
    if (!("append" in command)) count(expected, compared);
  }
}

function count(answer: unknown, compared: Compared): void {
  // Safe: what is no event has none of these fields.
  const events = (Array.isArray(answer) ? answer.flat() : []) as {
    copies: number;
    id: string;
    uid: string;
    timestamp: number;
  }[];
  compared.answers += 1;
  compared.events += events.length;
  compared.copies += events.filter(({ copies }) => copies > 1).length;
  compared.conflicts += events.filter((event, at) => isSamePlace(event, events[at - 1])).length;
}
