import type { AnyAction, AuditEvent, BuiltInAction, Outcome, Position } from "@audit/events";

/** Which events of a workspace to read. All bounds are inclusive, in ms since epoch, UTC. */
export interface ReadAllOptions<Name extends string = BuiltInAction["name"]> {
  /** Exactly this one. @defaultValue `""`, a workspace of its own */
  readonly workspaceId?: string | undefined;
  /** Only what happened then or later, by `timestamp`. */
  readonly from?: number | undefined;
  /** Only what happened then or before, by `timestamp`. */
  readonly to?: number | undefined;
  /**
   * Only what was recorded then or before, by `recordedAt`: an event is there once its first copy was,
   * and `copies` counts those that were.
   */
  readonly knownAt?: number | undefined;
  /**
   * Only deliveries that were recorded later than this, by `recordedAt`: what became known since. An
   * event of which only a copy came since is there as that copy.
   */
  readonly recordedAfter?: number | undefined;
  /** Only these, by today's names or former ones, under whatever name they were stored. */
  readonly actions?: readonly Name[] | undefined;
  /** Ends the reading with its reason; what Tinybird is working on is not waited for. */
  readonly signal?: AbortSignal | undefined;
}

/** Which events of a workspace to read as they were recorded. */
export interface ReadRecordedOptions<Name extends string = BuiltInAction["name"]>
  extends ReadAllOptions<Name> {
  /** Only the streams of these entities. @defaultValue all */
  readonly ids?: readonly string[] | undefined;
}

/** Which events of a stream to read, and how. */
export interface ReadOptions<Name extends string = BuiltInAction["name"]>
  extends ReadAllOptions<Name> {
  /** Begin behind this place, in the order of reading: going backward, with what is before it. */
  readonly after?: Position | undefined;
  /** `"backward"` gives exactly the reverse of `"forward"`. @defaultValue `"forward"` */
  readonly direction?: "forward" | "backward" | undefined;
  /** How many events at most; the facts of a conflict are never parted and count as one. */
  readonly limit?: number | undefined;
}

/** Which events of a workspace to search for: those that all of these hold for. */
export interface SearchOptions<Name extends string = BuiltInAction["name"]>
  extends Omit<ReadAllOptions<Name>, "knownAt" | "recordedAfter"> {
  /** The `id` of its actor; `""` is the system's. */
  readonly actorId?: string | undefined;
  /** A resource that it touched, `"<type>:<id>"`. */
  readonly target?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /**
   * A part of its metadata as JSON text, case-sensitive, at most 256 characters; needs `from` and `to`.
   * Found as it is (`"region":"gru"`) and as JSON writes it within a text (`say "hi"`).
   */
  readonly text?: string | undefined;
  /** By `timestamp`, then `uid`, then `id`. @defaultValue `"newest"` */
  readonly order?: "newest" | "oldest" | undefined;
  /** That of the page before; the other options, but for `limit`, must be what they were. */
  readonly cursor?: string | undefined;
  /** How many events at most, 1 to 1,000; conflicts count as for {@link ReadOptions}. @defaultValue 100 */
  readonly limit?: number | undefined;
}

/** A page of what a search finds. */
export interface SearchPage<A extends AnyAction = BuiltInAction> {
  readonly events: readonly AuditEvent<A>[];
  /** Where the next page begins, as text without a meaning; absent where there is none. */
  readonly cursor?: string;
}

/** The actions of these names; all of them where the names are not narrower. */
export type ActionNamed<A extends AnyAction, Name extends string> = [A["name"]] extends [Name]
  ? A
  : Extract<A, { readonly name: Name }>;
