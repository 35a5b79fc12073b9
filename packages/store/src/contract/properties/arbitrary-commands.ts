import type { BuiltInAction, DraftOf } from "@audit/events";
import fc from "fast-check";
import type { ReadAllOptions, ReadOptions, SearchOptions } from "../../read-options.ts";
import {
  actions,
  drafts,
  ids,
  noon,
  optional,
  texts,
  time,
  uids,
  workspace,
} from "./arbitrary-drafts.ts";

/** What is done with a store. */
export type Command =
  /** One call after the other, or all lists at once. `moment`: when the store's clock stands then. */
  | {
      readonly append: readonly (readonly DraftOf<BuiltInAction>[])[];
      readonly atOnce: boolean;
      readonly moment: number;
    }
  | { readonly read: string; readonly options: ReadOptions }
  | { readonly readMany: readonly string[]; readonly options: ReadAllOptions }
  | { readonly readAll: ReadAllOptions }
  /** Page by page, to the end. */
  | { readonly search: SearchOptions };

/** How many moments a clock can stand at. They come in any order: what is appended last may be recorded first. */
export const moments = 8;
/** Ms between two moments; within, each append has a ms of its own. */
export const momentLength = 64;

const moment = fc.integer({ min: 0, max: moments - 1 });

const append = fc
  .record({ drafts, moment, pieces: fc.constantFrom(1, 1, 2, 3), atOnce: fc.boolean() })
  .map(({ drafts: all, pieces, ...rest }): Command => {
    const size = Math.ceil(all.length / pieces);
    const lists = Array.from({ length: pieces }, (_, at) => all.slice(at * size, (at + 1) * size));
    return { append: lists, ...rest };
  });

const bounds = fc.tuple(optional(time), optional(time)).map(([a, b]) => ({
  from: a === undefined || b === undefined ? a : Math.min(a, b),
  to: a === undefined || b === undefined ? b : Math.max(a, b),
}));
const names = optional(fc.subarray([...actions, "monitor.pause" as const], { minLength: 1 }));
const recording = optional(fc.integer({ min: 0, max: moments * momentLength }));
const range = fc
  .tuple(
    bounds,
    fc.record({
      workspaceId: workspace,
      knownAt: recording,
      recordedAfter: recording,
      actions: names,
    }),
  )
  .map(([times, rest]) => ({ ...times, ...rest }));

const read = fc
  .record({
    read: fc.constantFrom(...ids),
    range,
    rest: fc.record({
      after: optional(fc.record({ timestamp: time, uid: fc.constantFrom(...uids, "aa") })),
      direction: optional(fc.constantFrom("forward", "backward")),
      limit: optional(fc.integer({ min: 1, max: 5 })),
    }),
  })
  .map(({ read: id, range: part, rest }): Command => ({ read: id, options: { ...part, ...rest } }));

const readMany = fc
  .record({ readMany: fc.shuffledSubarray([...ids, "monitor:nobody"]), options: range })
  .map((command): Command => command);
const readAll = range.map((options): Command => ({ readAll: options }));

const search = fc
  .record({
    times: bounds,
    rest: fc.record({
      workspaceId: workspace,
      actions: names,
      actorId: optional(fc.constantFrom("", 'u"1')),
      target: optional(fc.constant("user:7%")),
      correlationId: optional(fc.constant("incident:'1")),
      outcome: optional(fc.constantFrom("success", "denied")),
      order: optional(fc.constantFrom("newest", "oldest")),
      limit: fc.integer({ min: 1, max: 9 }),
    }),
    text: optional(fc.constantFrom(...texts, '"region":', "\\n", "a", '\\"')),
  })
  .map(
    ({ times, rest, text }): Command => ({
      search:
        text === undefined
          ? { ...times, ...rest }
          : { ...rest, from: times.from ?? noon, to: times.to ?? noon + 2, text },
    }),
  );

/** Gives appends alone. */
export const appends: fc.Arbitrary<readonly Command[]> = fc.array(append, {
  minLength: 1,
  maxLength: 6,
});

/** Gives appends, and questions between them and behind. */
export const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: append },
    { weight: 3, arbitrary: read },
    { weight: 1, arbitrary: readMany },
    { weight: 1, arbitrary: readAll },
    { weight: 2, arbitrary: search },
  ),
  { minLength: 4, maxLength: 14 },
);
