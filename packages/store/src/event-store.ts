import type {
  AnyAction,
  AuditEvent,
  DraftNamed,
  DraftOf,
  DraftsNamed,
  Problem,
  RecordedEvent,
} from "@audit/events";
import type { AppendOptions } from "./append/delivery-options.ts";
import type { Completeness } from "./completeness/completeness.ts";
import type { CompletenessOptions } from "./completeness/completeness-options.ts";
import type {
  ActionNamed,
  ReadAllOptions,
  ReadOptions,
  ReadRecordedOptions,
  SearchOptions,
  SearchPage,
} from "./read-options.ts";
import type { TailedEvent, TailOptions } from "./tail/tail-options.ts";

/**
 * What became of one draft.
 *
 * `accepted`: the store has it, durably. `spooled`: the local disk has it, durably, and it goes to the
 * store from there. `pending`: it is not known yet. `dropped`: it was given up, and it is counted.
 */
export type ReceiptStatus = "accepted" | "spooled" | "pending" | "dropped";

/** What a store says of one draft. */
export interface Receipt {
  /** Unique per event, kept over retries. */
  readonly uid: string;
  readonly status: ReceiptStatus;
  /** What is wrong with the event though not wrong enough to refuse it; absent where nothing is. */
  readonly warnings?: readonly Problem[];
}

/** One receipt for one draft, a list for a list. */
export type ReceiptOf<Names> = [Names] extends [never] ? Receipt : Receipt[];

/**
 * One draft or a list of them, each checked against its own action.
 *
 * A list is written down twice: by names, so that a complaint is about the right action, and plainly,
 * so that `drafts.map(…)` needs no `as const`.
 */
export type DraftOrDrafts<
  A extends AnyAction,
  Name extends A["name"],
  Names extends readonly A["name"][],
> = DraftNamed<A, Name> | readonly [...DraftsNamed<A, Names>] | readonly DraftOf<A>[];

/** A log of typed events, kept in streams. */
export interface EventStore<A extends AnyAction> {
  /** How often deprecated actions were appended all the same, by their names. */
  readonly deprecated: ReadonlyMap<string, number>;
  /**
   * Appends drafts as events and resolves when the store has them, or as `options.policy` says.
   *
   * A draft without a `uid` is a new event at each call. With one, appending it again through the same
   * store changes nothing but the number of copies; through another one it does so when its
   * `timestamp` is given too, as that is part of its place. A list is checked as a whole before
   * anything of it is sent.
   *
   * @throws {InvalidDraftError} naming every field and what must hold; nothing was appended
   * @throws {InvalidOptionError} naming the option; nothing was appended
   * @throws {AbortedError} when `options.signal` is aborted
   */
  append<Name extends A["name"], const Names extends readonly A["name"][] = never>(
    drafts: DraftOrDrafts<A, Name, Names>,
    options?: AppendOptions,
  ): Promise<ReceiptOf<Names>>;
  /**
   * Gives the stream of an entity in stream order (`timestamp`, then `uid`), each event once.
   *
   * Reads page by page, as it is consumed. An entity without events gives an empty stream. One `uid`
   * with two contents is a conflict: both come out, the one recorded first in front.
   *
   * @throws {InvalidReadError} naming the option and what must hold, when the first event is asked for
   */
  read<Name extends A["name"] = A["name"]>(
    id: string,
    options?: ReadOptions<Name>,
  ): AsyncIterable<AuditEvent<ActionNamed<A, Name>>>;
  /** Gives the streams of a fleet, one after the other by `id`, each as {@link read} does. */
  readMany<Name extends A["name"] = A["name"]>(
    ids: readonly string[],
    options?: ReadAllOptions<Name>,
  ): AsyncIterable<AuditEvent<ActionNamed<A, Name>>>;
  /** Gives all streams of a workspace, one after the other by `id`, each as {@link read} does. */
  readAll<Name extends A["name"] = A["name"]>(
    options?: ReadAllOptions<Name>,
  ): AsyncIterable<AuditEvent<ActionNamed<A, Name>>>;
  /**
   * Gives a page of the events of a workspace that all filters hold for, each once, by `timestamp`,
   * then `uid`, then `id`.
   *
   * A page begins exactly behind the one before, whatever was appended in between: nothing is skipped
   * or comes twice. What takes a place that was passed already is not seen; search again for it.
   *
   * @throws {InvalidReadError} naming the option and what must hold
   */
  search<Name extends A["name"] = A["name"]>(
    options?: SearchOptions<Name>,
  ): Promise<SearchPage<ActionNamed<A, Name>>>;
  /**
   * Follows a workspace: gives each event once, soon after it became visible, without an end.
   *
   * What is visible by the same poll comes by `recordedAt`, then `id`, `timestamp` and `uid`; what
   * becomes visible later comes later, so this is no order of streams. Each poll looks
   * `visibilityLag` ms back from the newest event. What becomes visible after that is not given; for
   * 60 lags it is counted and told to `onMissed`, after them, and while nobody follows, nobody knows
   * of it. A copy of an event that the store had before is not given, unless it became visible first.
   *
   * Going on behind a checkpoint skips nothing of this and repeats nothing, as long as no more than
   * 1,000 events came out of one window; of more than these, the others may come again. An error that
   * passes (unreachable, unavailable, deadline passed) is followed by another try, any other one
   * rejects. Begins when the first event is asked for.
   *
   * @throws {InvalidReadError} naming the option and what must hold
   * @throws {InvalidOptionError} naming one that says how to follow
   *
   * @example
   * const store = new MemoryEventStore();
   * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
   * for await (const { event, checkpoint } of store.tail({ after: 0 })) {
   *   console.log(event.id, checkpoint.length < 15_000); // monitor:1 true
   *   break;
   * }
   */
  tail<Name extends A["name"] = A["name"]>(
    options?: TailOptions<Name>,
  ): AsyncIterable<TailedEvent<ActionNamed<A, Name>>>;
  /**
   * Gives whether what was recorded in a window is all there, judged by the numbers that writers give
   * their events: how many there should be, how many there are, which are missing, and what this
   * cannot know.
   *
   * A writer is judged from its smallest to its greatest number in the window. A number between them
   * that is not there is missing, unless it is in quarantine or in the log outside of the window,
   * where it is looked for. A writer's numbers run over all workspaces and streams, and so does this:
   * a token that sees one workspace cannot judge.
   *
   * @throws {InvalidReadError} naming the option and what must hold
   *
   * @example
   * const store = new MemoryEventStore();
   * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
   * const { isComplete, totals } = await store.completeness({ to: Date.now() });
   * [isComplete, totals.present, totals.missing]; // [true, 1, 0]
   */
  completeness(options?: CompletenessOptions): Promise<Completeness>;
  /**
   * Gives the streams of a workspace, or those of `ids`, in the order of {@link readAll}, before a
   * catalog reads them: under the name and in the version that they were recorded.
   *
   * What was delivered again with nothing new comes once, as it was recorded first; deliveries by
   * different writers, and the facts of a conflict, all come, the one recorded first in front.
   *
   * @throws {InvalidReadError} naming the option and what must hold, when the first event is asked for
   */
  readRecorded<Name extends A["name"] = A["name"]>(
    options?: ReadRecordedOptions<Name>,
  ): AsyncIterable<RecordedEvent>;
  /**
   * Appends events as they were recorded, here or elsewhere: `uid`, times, version and the writer's
   * numbers stay, and any action is taken. `copies` and `otherDeliveries` are not kept.
   *
   * Doing it again changes nothing but the number of copies. An event that carries its row as `raw` is
   * that row, letter by letter.
   *
   * @throws {InvalidRecordedEventError} naming every field and what must hold; nothing was appended
   */
  appendRecorded(
    events: readonly RecordedEvent[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
}
