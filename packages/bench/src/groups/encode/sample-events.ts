import type { AnyDraft, EmittedEvent } from "@audit/events";
import type { Case } from "../../harness/group.ts";
import { actionNames, metadataAt } from "../sample-actions.ts";

const start = 1_700_000_000_000;

/** Gives the drafts of a case: what a product says of what happened. */
export function sampleDrafts({ size, work }: Case): readonly AnyDraft[] {
  const names = actionNames(size);
  return Array.from({ length: work }, (_, index) => {
    const action = names[index % size] ?? "";
    return {
      id: `site:${index % 50}`,
      workspaceId: "acme",
      action,
      metadata: metadataAt(action, index),
      timestamp: start + index,
      actor: { id: `user_${index % 10}`, name: "Ada Lovelace", type: "user" as const },
      targets: [{ id: String(index % 50), type: "site" }],
      context: { ip: "192.0.2.1", requestId: `req_${index}` },
    };
  });
}

/** Gives the same with all that a writer adds, for those who make nothing of it themselves. */
export function sampleEvents(of: Case): readonly EmittedEvent[] {
  return sampleDrafts(of).map(
    ({ id, workspaceId = "", action, metadata, timestamp = 0, context = {} }, index) => ({
      workspaceId,
      id,
      uid: `0kr8p9x2a${String(index).padStart(16, "0")}`,
      action,
      version: 1,
      metadata,
      timestamp,
      actor: { id: `user_${index % 10}`, name: "Ada Lovelace", type: "user" },
      targets: [{ id: String(index % 50), type: "site" }],
      outcome: "success",
      context,
      writer: "6f1c2d7e-writer",
      sequence: index + 1,
      previous: Math.max(0, index + 1 - 50),
    }),
  );
}
