import type { Position } from "@audit/events";
import type { StreamName } from "../mixed-streams-error.ts";

/** The event from which on something differs. */
export interface ComparedEvent extends Position {
  /** As it was recorded. */
  readonly action: string;
}

/** One field in which the two states differ, or differed for a while. */
export interface FieldDifference {
  readonly path: readonly string[];
  /** The event from which on they differ for the first time. */
  readonly since: ComparedEvent;
  /** Whether they differ in it at the end. */
  readonly atEnd: boolean;
  /** What it was with the projection before when they first differed; absent where it was absent. */
  readonly before?: unknown;
  /** What it was with the projection after when they first differed; absent where it was absent. */
  readonly after?: unknown;
}

/** One entity whose states differ under the two projections. */
export interface StreamDifference extends StreamName {
  /** The event from which on they differ for the first time. */
  readonly since: ComparedEvent;
  /** Whether they differ at the end. */
  readonly atEnd: boolean;
  /** In the order in which they came to differ; at most `limit`. */
  readonly fields: readonly FieldDifference[];
  /** How many more fields there are. */
  readonly moreFields: number;
}

/** What two projections make of the same streams. */
export interface ProjectionComparison {
  /** `"monitor" revision 1`, as people call them. */
  readonly before: string;
  readonly after: string;
  readonly streams: number;
  /** How many events there were, each once however often it was delivered. */
  readonly events: number;
  /** How many streams have states that differ somewhere. */
  readonly differing: number;
  /** The first of them, in the order in which the streams came; at most `limit`. */
  readonly differences: readonly StreamDifference[];
}

/** What to look at, and how much to tell. */
export interface CompareOptions {
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
  /** How many entities, and how many fields of each, are told one by one. @defaultValue 100 */
  readonly limit?: number | undefined;
}
