import type { Actor, AnyAction, AuditEvent, Catalog } from "@audit/events";
import type { AnyKnownEvent } from "../projection.ts";
import type { Lapse } from "./lapses.ts";
import { listText } from "./list-text.ts";
import { plainText } from "./plain-text.ts";
import { wordings } from "./wordings.ts";

/**
 * Gives what the events of one moment mean as one line of plain text for people.
 *
 * All are of one action, actor and outcome. The words are the timeline's for the built-in actions,
 * else those of the action's `.sentence`, else its name and who did it: then no metadata is told.
 */
export function eventsSentence(
  catalog: Catalog<AnyAction>,
  events: readonly AuditEvent[],
  lapse: Lapse | undefined,
): string {
  const [event] = events;
  if (event === undefined) return "";
  const known = events.filter((each): each is AnyKnownEvent => each.known);
  const { told, speaksOfAll } = event.known
    ? tell(catalog, event, known, lapse)
    : {
        told: `${event.recordedAction} by ${whoOf(event.actor)} (not understood)`,
        speaksOfAll: false,
      };
  const refused = event.outcome === "success" ? "" : ` (${event.outcome})`;
  const more = speaksOfAll || events.length === 1 ? "" : `, and ${events.length - 1} more`;
  return plainText(`${told}${refused}${more}`);
}

/** Gives what an idle stretch means: how many events there were, and of which actions. */
export function idleSentence(events: readonly AuditEvent[]): string {
  const actions = events.map((event) => (event.known ? event.action : event.recordedAction));
  return plainText(`${events.length} events that changed nothing: ${listText(actions, "actions")}`);
}

function tell(
  catalog: Catalog<AnyAction>,
  event: AnyKnownEvent,
  events: readonly AnyKnownEvent[],
  lapse: Lapse | undefined,
): { readonly told: string; readonly speaksOfAll: boolean } {
  const { id, actor, targets, outcome, metadata } = event;
  const who = whoOf(actor);
  const action = catalog.find(event.action);
  const wording = action && wordings.get(action);
  try {
    if (wording !== undefined)
      return {
        told: wording.tell({ event, events, who, lapse }),
        speaksOfAll: wording.speaksOfAll,
      };
    const named = { ...actor, name: who };
    const entity = entityOf(event);
    const told = action?.template?.({ id, actor: named, targets, outcome, entity, metadata });
    if (typeof told === "string" && told !== "") return { told, speaksOfAll: false };
  } catch {
    // Not the error's words: they may quote metadata, and what is known is said all the same.
  }
  return { told: `${event.action} by ${who}`, speaksOfAll: false };
}

function whoOf({ id, name, type, onBehalfOf }: Actor): string {
  if (type === "system" && id === "" && name === "system") return "the system";
  const who = name || id || "somebody";
  return onBehalfOf === undefined ? who : `${who} (for ${onBehalfOf.name || onBehalfOf.id})`;
}

const typePattern = /^([a-z][a-z0-9_-]*)[.:]/;

/** A timeline is of one entity, so it needs no name. The product before kept incidents under monitors. */
function entityOf({ id, action }: AnyKnownEvent): string {
  const [, own] = typePattern.exec(action) ?? [];
  const [, entity = "entity"] = typePattern.exec(id) ?? [];
  return `the ${own === "incident" || own === "monitor" ? own : entity}`;
}
