import { AuditError, type Position } from "@audit/events";

/** Why a snapshot cannot be gone on from. */
export type UnusableReason =
  | "other_format"
  | "other_projection"
  | "other_revision"
  | "other_stream"
  | "after_at"
  | "known_later"
  | "changed_before_checkpoint"
  | "unsettled";

/** A snapshot that cannot be gone on from: replay the whole stream. */
export interface UnusableSnapshot {
  readonly usable: false;
  /**
   * `other_format`: it was written in another way, or is none. `other_projection`, `other_revision`,
   * `other_stream`: what it says it is of. `after_at`: its checkpoint happened after `at`.
   * `known_later`: it rests on what was not known by `knownAt`. `changed_before_checkpoint`: an event
   * or a copy belongs at or before its checkpoint. `unsettled`: the stream is in such disorder that
   * the report cannot be told without the whole.
   */
  readonly reason: UnusableReason;
  /** What belongs at or before the checkpoint. */
  readonly change?: Position;
}

const sentences: Readonly<Record<UnusableReason, string>> = {
  other_format: "it must be a snapshot that this version wrote",
  other_projection: "it must be of this projection",
  other_revision: "it must be of this revision",
  other_stream: "it must be of the stream of the events",
  after_at: "its checkpoint must be at or before `at`",
  known_later: "it must rest on what was known",
  changed_before_checkpoint: "nothing may have come before its checkpoint since",
  unsettled: "its report must be one that can be gone on from",
};

/** A snapshot was to be gone on from that cannot be. */
export class UnusableSnapshotError extends AuditError<"unusable_snapshot"> {
  override readonly name = "UnusableSnapshotError";
  readonly reason: UnusableReason;

  constructor(projection: string, { reason }: UnusableSnapshot) {
    super(
      "unusable_snapshot",
      `Cannot go on from a snapshot of "${projection}" as ${sentences[reason]}: current value is ${reason}`,
    );
    this.reason = reason;
  }
}
