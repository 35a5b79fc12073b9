import {
  type AuditEvent,
  type BuiltInAction,
  catalog,
  type DraftOf,
  type EmittedEvent,
  type Writer,
} from "@audit/events";
import type { Receipt } from "@audit/store";
import type { ActionName } from "../api/audit-declaration.ts";
import type { RecordableDraft } from "../api/route.ts";
import type { Origin } from "../identity/origin.ts";
import type { Workspace } from "./workspace.ts";

/** What recording stands on. */
export interface RecordOptions {
  readonly workspace: Workspace;
  readonly origin: Origin;
  /** Completes drafts, so that the state knows the event that the store will have. */
  readonly writer: Writer;
  /** Where events go. Never rejects, and keeps nobody waiting. */
  readonly append: (drafts: readonly DraftOf<BuiltInAction>[]) => Promise<readonly Receipt[]>;
  /** Ms since epoch. */
  readonly now: () => number;
}

/** What was recorded: the events, and when the store has answered what became of them. */
export interface Recorded {
  readonly events: readonly AuditEvent<BuiltInAction>[];
  readonly receipts: Promise<readonly Receipt[]>;
}

/**
 * Takes drafts into the workspace's state at once and sends them to the store; all of them or none.
 *
 * Each gets the origin's actor, workspace and context, and its uid and timestamp before anything else,
 * so that a retry is the same event.
 *
 * @throws {InvalidDraftError} naming every field; nothing was taken
 */
export function record(
  drafts: readonly RecordableDraft<ActionName>[],
  { workspace, origin, writer, append, now }: RecordOptions,
): Recorded {
  const { workspaceId, actor, context } = origin;
  const emitted = writer.complete(
    drafts.map((draft) => ({ ...draft, workspaceId, actor, context })),
  );
  const recordedAt = now();
  const events = emitted.map((event) => asEvent(event, recordedAt));
  for (const event of events) workspace.take(event);
  return {
    events,
    receipts: drafts.length === 0 ? Promise.resolve([]) : append(emitted.map(asDraft)),
  };
}

function asEvent(event: EmittedEvent, now: number): AuditEvent<BuiltInAction> {
  return catalog.decode({ ...event, recordedAt: now, copies: 1 });
}

/** The store numbers events itself: its numbers tell what of its own was lost on the way. */
function asDraft({ writer, sequence, previous, ...event }: EmittedEvent): DraftOf<BuiltInAction> {
  // Safe: the writer has checked the event against the built-in catalog.
  return event as unknown as DraftOf<BuiltInAction>;
}
