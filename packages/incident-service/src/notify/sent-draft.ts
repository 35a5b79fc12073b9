import type { RecordableDraft } from "../api/route.ts";
import type { Notice } from "./notice.ts";

/** Gives the draft that says who was told of what; the same for the same notice and webhook. */
export function sentDraft(
  { type, incidentId, uid }: Notice,
  webhook: string,
): RecordableDraft<"notification.sent"> {
  const incident = incidentId.slice("incident:".length);
  return {
    id: `notification:${uid}/${webhook}`,
    uid: `${uid}/${webhook}`,
    action: "notification.sent",
    targets: [{ type: "incident", id: incident }],
    correlationId: incidentId,
    causationId: uid,
    metadata: { provider: webhook, type },
  };
}
