import type { RecordedEvent } from "@audit/events";
import type { Completeness } from "../../completeness/completeness.ts";
import type { CompletenessOptions } from "../../completeness/completeness-options.ts";
import { MemoryEventStore } from "../../memory-event-store.ts";
import { InvalidReadError } from "../../store-error.ts";
import { collect } from "../contract-case.ts";
import { type Drafts, type Fault, listOf } from "./faulty-store.fixture.ts";

type Writer = Completeness["writers"][number];

/** Counts some events only, of each one delivery. */
const counts = (
  isCounted: (event: RecordedEvent, first: RecordedEvent, options: CompletenessOptions) => boolean,
): Fault => ({
  methods: (store) => {
    const workspaces = new Set<string>();
    return {
      append: async (drafts: Drafts) => {
        // Safe: the memory store checks what it is given.
        const receipts = await store.append(drafts as never);
        for (const { workspaceId = "" } of listOf(drafts)) workspaces.add(workspaceId);
        return receipts;
      },
      completeness: async (options: CompletenessOptions = {}) => {
        const counted = new MemoryEventStore();
        const events: RecordedEvent[] = [];
        for (const workspaceId of workspaces)
          events.push(...(await collect(store.readRecorded({ workspaceId }))));
        const [first] = events;
        await counted.appendRecorded(
          events.filter((event) => first && isCounted(event, first, options)),
        );
        return counted.completeness(options);
      },
    };
  },
});
/** Asks for something else. */
const asks = (change: (options: CompletenessOptions) => CompletenessOptions): Fault => ({
  completeness: (right) => async (options) => right(options && change(options)),
});
/** Says something else. */
const says = (change: (right: Completeness) => Completeness): Fault => ({
  completeness: (right) => async (options) => change(await right(options)),
});
const saysOfWriters = (change: (right: Writer) => Writer): Fault =>
  says((right) => ({ ...right, writers: right.writers.map(change) }));

/** Stores that go wrong in counting what is there. */
export const faultsOfCompleteness: Readonly<Record<string, Fault>> = {
  "counts the numbers of one workspace": counts(
    ({ workspaceId }, first) => workspaceId === first.workspaceId,
  ),
  "counts the numbers of one stream of each workspace": counts(({ id }, first) => id === first.id),
  "counts nothing at the first moment of a window": counts(
    ({ recordedAt }, _, { from = 0 }) => recordedAt !== from,
  ),
  "counts nothing at the last moment of a window": counts(
    ({ recordedAt }, _, { to = Infinity }) => recordedAt !== to,
  ),
  "counts every event once, however often it was delivered": counts(() => true),
  "expects a number less": saysOfWriters((own) => ({ ...own, expected: own.last - own.first })),
  "takes a writer's last number for its first": saysOfWriters((own) => ({
    ...own,
    first: own.last,
  })),
  "finds a gap behind the last number": saysOfWriters((own) => ({
    ...own,
    gaps: [{ first: own.last + 1, last: own.last + 1 }],
  })),
  "does not know what is newest": says(({ newest: _, ...right }) => right),
  "tells in seconds when the newest event was recorded": says((right) => ({
    ...right,
    ...(right.newest && {
      newest: { ...right.newest, recordedAt: Math.floor(right.newest.recordedAt / 1_000) },
    }),
  })),
  "takes a copy for another event": saysOfWriters((own) => ({ ...own, reused: own.copies })),
  "takes a copy for a number that is missing": saysOfWriters((own) => ({
    ...own,
    missing: own.copies,
  })),
  "does not look at a spool": asks(({ spool: _, ...options }) => options),
  "takes what waits in a spool for sent": says((right) => ({
    ...right,
    isComplete: right.totals.missing === 0,
  })),
  "says that it cannot know a spool that it was given": says((right) => ({
    ...right,
    unknowable: [...right.unknowable, { code: "spool", sentence: "What waits is not known." }],
  })),
  "takes nothing at all for incomplete": says((right) => ({
    ...right,
    isComplete: right.isComplete && right.writers.length > 0,
  })),
  "takes an event of 1970 for the newest where there is none": says((right) => ({
    ...right,
    newest: right.newest ?? { recordedAt: 0, age: right.askedAt },
  })),
  "looks at what is not visible yet": {
    completeness: (right) => async (options) => {
      const { askedAt } = await right(options);
      return right({ to: askedAt, ...options });
    },
  },
  "looks at an hour": {
    completeness: (right) => async (options) => {
      const { to } = await right(options);
      return right({ from: to - 3_600_000, to, ...options });
    },
  },
  "does not say what is not visible yet": says((right) => ({
    ...right,
    unknowable: right.unknowable.filter(({ code }) => code !== "not_visible_yet"),
  })),
  "does not hear a signal where it counts": asks(({ signal: _, ...options }) => options),
  "takes the bounds of a window in any order": asks(({ from, to, ...options }) =>
    Number(from) > Number(to) ? { ...options, from: to, to: from } : { ...options, from, to },
  ),
  "lists any number of writers": asks(({ limit: _, ...options }) => options),
  "counts the day before where it must refuse": {
    completeness: (right) => async (options) => {
      try {
        return await right(options);
      } catch (error) {
        if (error instanceof InvalidReadError) return right();
        throw error;
      }
    },
  },
};
