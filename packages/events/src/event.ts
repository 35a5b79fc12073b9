/** Who does things. */
export type ActorType = "user" | "api_key" | "agent" | "webhook" | "system";

/** Who did it. `type` is one of {@link ActorType} when emitted; a stored one may be anything. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Whom an agent or a key acted for. */
  readonly onBehalfOf?: Omit<Actor, "onBehalfOf">;
}

/** A resource the event touched. Found again by `"type:id"`. */
export interface Target {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
}

/** How it ended. A refused attempt is a fact too. */
export type Outcome = "success" | "failure" | "denied";

/** Where it came from. */
export interface Context {
  readonly ip?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
  readonly traceId?: string;
}

/** The fields that every event has, whatever its action. */
export interface Envelope {
  /** Tenant. A stream is (`workspaceId`, `id`); `""` is a workspace of its own, never all. */
  readonly workspaceId: string;
  /** The entity, `"<type>:<key>"`. */
  readonly id: string;
  /** Unique per event and kept over retries. */
  readonly uid: string;
  /** When it happened, in ms since epoch, UTC. */
  readonly timestamp: number;
  readonly actor: Actor;
  readonly targets: readonly Target[];
  /** One of {@link Outcome} when emitted; a stored one may be anything. */
  readonly outcome: string;
  readonly context: Context;
  /** The story it belongs to. */
  readonly correlationId?: string;
  /** The `uid` of the event that caused it. */
  readonly causationId?: string;
  /** The process that wrote it, new at each start. */
  readonly writer?: string;
  /** The writer's running number over all streams, from 1. */
  readonly sequence?: number;
  /** The writer's last number in this stream; 0: none, absent: not remembered. */
  readonly previous?: number;
}

/** By whom an event was delivered: the writer's numbers, as in the {@link Envelope}. */
export type Delivery = Pick<Envelope, "writer" | "sequence" | "previous">;

/** A fact that a writer has completed and a store has not taken yet. */
export interface EmittedEvent extends Envelope {
  readonly action: string;
  /** Version of the metadata schema that `metadata` is in. */
  readonly version: number;
  /** JSON-native. */
  readonly metadata: unknown;
}

/** An event as a store holds it, before a catalog has read it. */
export interface RecordedEvent extends EmittedEvent {
  /** When the store took it, in ms since epoch, UTC. */
  readonly recordedAt: number;
  /** How often it was delivered. */
  readonly copies: number;
  /** The deliveries that were merged into this one; absent where there are none. */
  readonly otherDeliveries?: readonly Delivery[];
  /** Fields that could not be read from the store, and why. */
  readonly broken?: readonly { readonly field: string; readonly must: string }[];
  /** What the store holds, letter by letter, where that differs from this object. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** What every event that comes back from a store has. */
export interface ReadEnvelope extends Envelope {
  readonly recordedAt: number;
  /** How often it was delivered. */
  readonly copies: number;
  /** The deliveries that were merged into this one; absent where there are none. */
  readonly otherDeliveries?: readonly Delivery[];
  /** Name it was stored under; differs from `action` after a rename. */
  readonly recordedAction: string;
  /** Version it was stored in, before upcasts. */
  readonly recordedVersion: number;
}

/** A key of the stored metadata that its schema does not know. */
export interface ExtraKey {
  readonly path: readonly PropertyKey[];
  readonly value: unknown;
}

/** An event that the catalog understands, in the latest version of its action. */
export interface KnownEvent<Name extends string, Version extends number, Metadata>
  extends ReadEnvelope {
  readonly known: true;
  readonly action: Name;
  readonly version: Version;
  readonly metadata: Metadata;
  /** What was stored in metadata and its schema does not know; absent when there is nothing. */
  readonly extra?: readonly ExtraKey[];
}

/** Why an event could not be understood. */
export type UnknownReason =
  | "action_unknown"
  | "version_unknown"
  | "metadata_invalid"
  | "upcast_failed"
  | "row_broken";

/** An event that the catalog does not understand, with everything it carried. */
export interface UnknownEvent extends ReadEnvelope {
  readonly known: false;
  readonly reason: UnknownReason;
  /** The reason as a sentence; names fields, never values. */
  readonly detail: string;
  /** What the store holds. */
  readonly raw: Readonly<Record<string, unknown>>;
}
