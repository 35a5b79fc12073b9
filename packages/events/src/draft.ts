import type { ActorType, Context, Outcome, Target } from "./event.ts";
import type { Frozen } from "./frozen.ts";

/** Who did it, as a caller says it: without a name it is the id, without a type a user. */
export interface ActorDraft {
  readonly id: string;
  readonly name?: string | undefined;
  readonly type?: ActorType | undefined;
  readonly onBehalfOf?: Omit<ActorDraft, "onBehalfOf"> | undefined;
}

/** A fact about to be appended. Only `id`, `action` and `metadata` are needed. */
export interface Draft<Name extends string, Version extends number, Metadata> {
  /** The entity, `"<type>:<key>"`: `"monitor:1"`. */
  readonly id: string;
  readonly action: Name;
  readonly metadata: Frozen<Metadata>;
  /** @defaultValue the latest version of the action */
  readonly version?: Version | undefined;
  /**
   * Idempotency key: printable ASCII, at most 256 characters. An event is found to be a double by its
   * `uid` and `timestamp`, so over processes it needs both. @defaultValue made by the writer
   */
  readonly uid?: string | undefined;
  /** @defaultValue `""` */
  readonly workspaceId?: string | undefined;
  /** When it happened, in whole ms since epoch, UTC. @defaultValue now */
  readonly timestamp?: number | undefined;
  /** @defaultValue the system */
  readonly actor?: ActorDraft | undefined;
  /** @defaultValue `[]` */
  readonly targets?: readonly Target[] | undefined;
  /** @defaultValue `"success"` */
  readonly outcome?: Outcome | undefined;
  /** @defaultValue `{}` */
  readonly context?: Context | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
}
