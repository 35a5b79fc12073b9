import type { AnyAction, AuditEvent, BuiltInAction } from "@audit/events";
import type { Clock } from "../fetch-transport/clock.ts";

/**
 * Ms within which an event that was recorded must become visible. Tinybird gives no order of
 * visibility: a tail looks this far back at each poll, and snapshots stop this far short of now.
 */
export const visibilityLag = 10_000;

/** Which events to follow, and how. */
export interface TailOptions<Name extends string = BuiltInAction["name"]> {
  /** Exactly this one. @defaultValue `""`, a workspace of its own */
  readonly workspaceId?: string | undefined;
  /**
   * Where to begin: behind the event that a checkpoint came with, or with what was recorded later than
   * a moment (ms since epoch, by `recordedAt`).
   *
   * @defaultValue the store's time when the first event is asked for
   */
  readonly after?: string | number | undefined;
  /** Only these, by today's names or former ones, under whatever name they were stored. */
  readonly actions?: readonly Name[] | undefined;
  /** Ends the tail with its reason, at once. */
  readonly signal?: AbortSignal | undefined;
  /** Ms to look back at each poll. @defaultValue {@link visibilityLag}, 10,000 */
  readonly visibilityLag?: number | undefined;
  /** Ms between two polls. @defaultValue 1,000 */
  readonly pause?: number | undefined;
  /** Is told of what became visible too late to be given. */
  readonly onMissed?: ((missed: MissedDeliveries) => void) | undefined;
  /** Is told of an error after which the tail asks again, and in how many ms. */
  readonly onRetry?: ((error: unknown, pause: number) => void) | undefined;
  /** @defaultValue the runtime's own clock */
  readonly clock?: Clock | undefined;
}

/** An event of a tail. */
export interface TailedEvent<A extends AnyAction = BuiltInAction> {
  /** As it was when it was given: a tail knows of one delivery, so `copies` is 1. */
  readonly event: AuditEvent<A>;
  /** Says where to go on behind this event, as text without a meaning, of at most 15,000 characters. */
  readonly checkpoint: string;
}

/** What became visible after the window of a tail had passed it, so that the tail did not give it. */
export interface MissedDeliveries {
  /** Bounds of their `recordedAt`, inclusive, in ms since epoch. */
  readonly from: number;
  readonly to: number;
  /** How many; copies of events that were given are among them. */
  readonly deliveries: number;
}
