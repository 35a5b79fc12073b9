import type { AuditEvent, BuiltInAction, Position, WriterOptions } from "@audit/events";
import type { EventStore } from "../../event-store.ts";
import type { ReadAllOptions } from "../../read-options.ts";
import { collect } from "../contract-case.ts";
import { type Command, momentLength } from "./arbitrary-commands.ts";
import { noon } from "./arbitrary-drafts.ts";

export type Store = EventStore<BuiltInAction>;
export type Events = readonly AuditEvent<BuiltInAction>[];

/** An attempt: workspaces that no other attempt uses, and a clock that all its stores go by. */
export interface Trial {
  /** Gives the workspace of this trial that a command means. */
  workspaceOf(name: string | undefined): string;
  /** Of a writer whose uids, numbers and times are the same in every store of the trial. */
  writer(): WriterOptions;
  /** Sets the clock for an append. */
  stand(moment: number): void;
  /** Gives the time of the clock that the offset of a question means. */
  timeOf(offset: number | undefined): number | undefined;
}

/** Starts a trial. */
export function startTrial(name: string, rememberedUids: number): Trial {
  const start = noon + 10;
  let now = start;
  let turn = 0;
  return {
    workspaceOf: (workspace = "") => `${name} ${workspace}`,
    writer: () => ({ now: () => now, name: "w", rememberedUids, randomBytes: countingBytes() }),
    stand(moment) {
      now = start + moment * momentLength + turn;
      turn += 1;
    },
    timeOf: (offset) => (offset === undefined ? undefined : start + offset),
  };
}

/** Gives bytes that are never twice the same, and the same for every store of a trial. */
function countingBytes(): (count: number) => Uint8Array {
  let next = 0;
  return (count) => Uint8Array.from({ length: count }, () => (next++ * 7) % 256);
}

type Recorded = Pick<ReadAllOptions, "knownAt" | "recordedAfter">;

/** Carries out a command and gives the answer. */
export async function carryOut(
  command: Command,
  { store, trial, asksKnownAt }: { store: Store; trial: Trial; asksKnownAt: boolean },
): Promise<unknown> {
  const inTrial = <Options extends { workspaceId?: string | undefined }>(options: Options) => ({
    ...options,
    workspaceId: trial.workspaceOf(options.workspaceId),
  });
  const inTime = <Options extends Recorded>(options: Options) => ({
    ...options,
    knownAt: asksKnownAt ? trial.timeOf(options.knownAt) : undefined,
    recordedAfter: asksKnownAt ? trial.timeOf(options.recordedAfter) : undefined,
  });
  if ("append" in command) {
    const lists = command.append.map((list) => list.map(inTrial));
    if (command.atOnce) return Promise.all(lists.map((list) => store.append(list)));
    const receipts = [];
    for (const list of lists) receipts.push(await store.append(list));
    return receipts;
  }
  if ("read" in command) return collect(store.read(command.read, inTime(inTrial(command.options))));
  if ("readMany" in command)
    return collect(store.readMany(command.readMany, inTime(inTrial(command.options))));
  if ("readAll" in command) return collect(store.readAll(inTime(inTrial(command.readAll))));
  return searchPages(store, inTrial(command.search));
}

/** Gives the events of every page of a search. */
export async function searchPages(
  store: Store,
  options: NonNullable<Parameters<Store["search"]>[0]>,
): Promise<Events[]> {
  const pages: Events[] = [];
  let cursor: string | undefined;
  do {
    if (pages.length === 1_000) throw new Error("A search gave 1,000 pages and has no end");
    const page = await store.search({ ...options, cursor });
    pages.push(page.events);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

/** Tells whether two events stand at one place of their workspace. */
export function isSamePlace(
  a: Position & { readonly id: string },
  b: (Position & { readonly id: string }) | undefined,
): boolean {
  return a.id === b?.id && a.timestamp === b.timestamp && a.uid === b.uid;
}
