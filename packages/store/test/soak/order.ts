import type { Policy } from "@audit/store";

/** Who emits, and how its calls are made up. */
export interface Emitting {
  readonly seed: number;
  readonly workspaceId: string;
  /** Of its run, from 0. */
  readonly emitter: number;
  /** How often its process was killed before. */
  readonly incarnation: number;
  readonly calls: number;
}

/** What happens to an emitter's clock, before which of its calls. */
export interface ClockFault {
  readonly call: number;
  /** Ms to jump; or it stands still, or goes again. */
  readonly does: number | "stop" | "go";
}

/** Tells a process to emit. It travels as JSON. */
export interface EmitOrder extends Emitting {
  readonly kind: "emit";
  readonly url: string;
  readonly token: string;
  readonly client: "fetch" | "zod-bird";
  readonly policy: Policy;
  /** Of the events that say that something is up again. */
  readonly upPolicy: Policy;
  readonly directory: string;
  readonly deadline: number;
  readonly retries: number;
  /** Calls side by side. */
  readonly callers: number;
  readonly pause: number;
  /** Ms after which no call begins any more. */
  readonly lasts: number;
  readonly clock: readonly ClockFault[];
}

/** Tells a process to send what a spool holds. */
export interface DrainOrder {
  readonly kind: "drain";
  readonly url: string;
  readonly token: string;
  readonly directory: string;
}

/** What was said of one event. */
export interface ToldOfEvent {
  /** Not known where an error names it by its uid alone. */
  readonly key: string | undefined;
  readonly uid: string;
  readonly status: string;
}

/** What an emitter tells while it emits. */
export type Told =
  | { readonly kind: "sent"; readonly keys: readonly string[] }
  | { readonly kind: "receipts"; readonly events: readonly ToldOfEvent[] }
  /** The store gave them up, which may have been said to be pending. */
  | { readonly kind: "dropped"; readonly uids: readonly string[] }
  /** Nothing is pending any more. */
  | { readonly kind: "settled" }
  /** An append, and the keys of which that says that nothing was done. */
  | { readonly kind: "rejected"; readonly code: string; readonly notDone: readonly string[] };
