import type { Receipt } from "@audit/store";
import type { Recorded } from "../state/record.ts";
import type { Workspace } from "../state/workspace.ts";

/** Gives the receipts of what was recorded, with what each was of. */
export async function receiptsOf({ events, receipts }: Recorded) {
  const statuses = new Map((await receipts).map(({ uid, status }: Receipt) => [uid, status]));
  return events.map(({ id, uid, recordedAction: action }) => ({
    id,
    uid,
    action,
    status: statuses.get(uid) ?? ("pending" as const),
  }));
}

/** Gives the state of an entity as the service knows it now. */
export function stateNow(workspace: Workspace, id: string) {
  const state = id.startsWith("monitor:") ? workspace.monitor(id) : workspace.incident(id);
  return { id, state: shown(state), provisional: workspace.provisional.has(id) };
}

/** Gives the state of an entity now, after what was recorded. */
export async function changed(workspace: Workspace, id: string, recorded: Recorded) {
  return { ...stateNow(workspace, id), events: await receiptsOf(recorded) };
}

/** Gives a state for an answer, whose schema knows its phase and lets the rest through. */
export function shown(state: { readonly phase: string }): { phase: string } {
  return { ...state };
}
