import type { AnyDraft, AuditEvent, BuiltInAction, RecordedEvent } from "@audit/events";
import type { Completeness } from "../../completeness/completeness.ts";
import type { CompletenessOptions } from "../../completeness/completeness-options.ts";
import type { EventStore } from "../../event-store.ts";
import { MemoryEventStore } from "../../memory-event-store.ts";
import type {
  ReadOptions,
  ReadRecordedOptions,
  SearchOptions,
  SearchPage,
} from "../../read-options.ts";
import type { TailedEvent, TailOptions } from "../../tail/tail-options.ts";
import { collect, type OpenOptions } from "../contract-case.ts";

export type Store = EventStore<BuiltInAction>;
export type Event = AuditEvent<BuiltInAction>;
export type Events = readonly Event[];
/** Options of any way of reading. */
export type Options = ReadOptions & SearchOptions;
export type Drafts = AnyDraft | readonly AnyDraft[];

/** Follows a workspace. */
export type Tail = (options?: TailOptions) => AsyncIterable<TailedEvent>;
/** Counts what was recorded in a window. */
export type Counting = (options?: CompletenessOptions) => Promise<Completeness>;
/** Reads events as they were recorded. */
export type ReadingRecorded = (options?: ReadRecordedOptions) => AsyncIterable<RecordedEvent>;
/** Appends events as they were recorded. */
export type AppendingRecorded = (events: readonly RecordedEvent[]) => Promise<void>;

/** What a store does wrong, and the cases that must see it. */
export type CaughtBy = Readonly<Record<string, readonly string[]>>;

/** Where a store goes wrong; what is left out goes right. */
export interface Fault {
  /** Takes the place of append; `right` is the one that goes right. */
  readonly append?: (drafts: Drafts, right: (drafts: Drafts) => Promise<unknown>) => unknown;
  /** What is looked for instead of an id. */
  readonly id?: (id: string) => string;
  /** What is asked for instead. */
  readonly options?: (options: Options) => Options;
  /** What is given instead of the events of a stream, or of several. */
  readonly events?: (events: Event[], options: Options, store: Store) => Events | Promise<Events>;
  /** What is given instead of a page of a search. */
  readonly page?: (page: SearchPage, options: Options, store: Store) => unknown;
  /** Makes the tail that is wrong of the one that is right. */
  readonly tail?: (right: Tail) => Tail;
  /** Makes the counting that is wrong of the one that is right. */
  readonly completeness?: (right: Counting) => Counting;
  /** Makes the reading that is wrong of the one that is right. */
  readonly readRecorded?: (right: ReadingRecorded) => ReadingRecorded;
  /** Makes the appending that is wrong of the one that is right; once for each store. */
  readonly appendRecorded?: (right: AppendingRecorded) => AppendingRecorded;
  /** Takes the place of methods altogether. */
  readonly methods?: (store: Store, options: OpenOptions) => Partial<Record<keyof Store, unknown>>;
}

/** Gives a MemoryEventStore with a fault. */
export function faultyStore(
  fault: Fault,
  options: OpenOptions = {},
  store: Store = new MemoryEventStore({ writer: options.writer }),
): Store {
  // Safe: the memory store checks what it is given, and the fault is in what it gives.
  const append = (drafts: Drafts) => store.append(drafts as never);
  const asked = (given: Options = {}) => (fault.options ? fault.options(given) : given);
  const idOf = fault.id ?? ((id: string) => id);
  const reading = async function* (
    events: AsyncIterable<Event>,
    given: Options = {},
  ): AsyncGenerator<Event> {
    if (fault.events === undefined) return yield* events;
    for (const event of await fault.events(await collect(events), given, store)) {
      given.signal?.throwIfAborted();
      yield event;
    }
  };
  const { tail = same, completeness = same, readRecorded = same, appendRecorded = same } = fault;
  const faulty = {
    deprecated: store.deprecated,
    append: async (drafts: Drafts) =>
      (fault.append ?? ((_, right) => right(drafts)))(drafts, append),
    read: (id: string, given?: Options) => reading(store.read(idOf(id), asked(given)), given),
    readMany: (ids: readonly string[], given?: Options) =>
      reading(store.readMany(Array.isArray(ids) ? ids.map(idOf) : ids, asked(given)), given),
    readAll: (given?: Options) => reading(store.readAll(asked(given)), given),
    search: async (given?: Options) => {
      const page = await store.search(asked(given));
      return fault.page ? fault.page(page, given ?? {}, store) : page;
    },
    tail: tail((given) => store.tail(given)),
    completeness: completeness((given) => store.completeness(given)),
    readRecorded: readRecorded((given) => store.readRecorded(given)),
    appendRecorded: appendRecorded((events) => store.appendRecorded(events)),
    ...fault.methods?.(store, options),
  };
  // Safe: with a fault, it is to be taken for a store all the same.
  return faulty as unknown as Store;
}

/** Gives drafts as a list. */
export function listOf(drafts: Drafts): readonly AnyDraft[] {
  return [drafts].flat();
}

function same<Value>(value: Value): Value {
  return value;
}
