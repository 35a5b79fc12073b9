import {
  type Actor,
  type AnyAction,
  type AuditEvent,
  type Catalog,
  isPlainObject,
} from "@audit/events";
import type { AnyKnownEvent } from "../projection.ts";
import type { Lapse } from "./lapses.ts";
import { listText } from "./list-text.ts";
import { plainText } from "./plain-text.ts";
import { type Wording, wordings } from "./wordings.ts";

/**
 * Gives what the events of one moment mean as one line of plain text for people: of the first, and of
 * all where there are several.
 */
export type Sentence = (
  event: AuditEvent,
  all: readonly AuditEvent[] | undefined,
  lapse: Lapse | undefined,
) => string;

/**
 * Gives what tells the moments of one stream.
 *
 * The events of a moment are of one action, actor and outcome. The words are the timeline's for the
 * built-in actions, else those of the action's `.sentence`, else its name and who did it: then no
 * metadata is told.
 */
export function sentences(catalog: Catalog<AnyAction>): Sentence {
  const words = new Map<string, Words>();
  /** Sentences that were told before: most come again, and one is kept for all. */
  const plain = new Map<string, string>();
  const wordsOf = (event: AnyKnownEvent): Words => {
    let found = words.get(event.action);
    if (found === undefined) {
      const action = catalog.find(event.action);
      found = {
        wording: action && wordings.get(action),
        template: action?.template?.bind(action),
        entity: entityOf(event),
      };
      words.set(event.action, found);
    }
    return found;
  };
  /** By action and region: what was told last, which mostly is told again. */
  const again = new Map<string, Map<string, Said>>();
  const toldAgain = (event: AnyKnownEvent, lapse: Lapse | undefined): string | undefined => {
    const region = regionOf(event);
    const said = region === undefined ? undefined : again.get(event.action)?.get(region);
    if (said === undefined || said.event.outcome !== event.outcome) return undefined;
    const { wording } = wordsOf(event);
    const lapses = { a: said.lapse, b: lapse };
    return wording?.saysTheSame?.(said.event, event, lapses) ? said.sentence : undefined;
  };
  const remember = (event: AnyKnownEvent, lapse: Lapse | undefined, sentence: string): void => {
    const region = regionOf(event);
    if (region === undefined || wordsOf(event).wording?.saysTheSame === undefined) return;
    let regions = again.get(event.action);
    if (regions === undefined) {
      regions = new Map();
      again.set(event.action, regions);
    }
    if (regions.size >= maxKept) regions.clear();
    regions.set(region, { event, lapse, sentence });
  };
  return (event, all, lapse) => {
    if (all === undefined && event.known) {
      const sentence = toldAgain(event, lapse);
      if (sentence !== undefined) return sentence;
    }
    let told: string | undefined;
    let speaksOfAll = false;
    if (event.known) {
      const found = wordsOf(event);
      told = tell(found, event, all, lapse);
      speaksOfAll = told !== undefined && found.wording?.speaksOfAll === true;
      told ??= `${event.action} by ${whoOf(event.actor)}`;
    } else told = `${event.recordedAction} by ${whoOf(event.actor)} (not understood)`;
    if (event.outcome !== "success") told += ` (${event.outcome})`;
    if (!speaksOfAll && all !== undefined) told += `, and ${all.length - 1} more`;
    let sentence = plain.get(told);
    if (sentence === undefined) {
      sentence = plainText(told);
      if (plain.size >= maxKept) plain.clear();
      plain.set(told, sentence);
    }
    // What is told of who did it is not told again of another.
    if (all === undefined && event.known && speaksOfAll) remember(event, lapse, sentence);
    return sentence;
  };
}

/** A sentence, and of what it was said. */
interface Said {
  readonly event: AnyKnownEvent;
  readonly lapse: Lapse | undefined;
  readonly sentence: string;
}

/** A text, else undefined: metadata of another program's action of that name may be anything. */
function regionOf({ metadata }: AnyKnownEvent): string | undefined {
  const region = isPlainObject(metadata) ? metadata.region : undefined;
  return typeof region === "string" ? region : undefined;
}

/** Where each sentence is another one, keeping them is in vain. */
const maxKept = 500;

/** Gives what an idle stretch means: how many events there were, and of which actions. */
export function idleSentence(events: readonly AuditEvent[]): string {
  const actions = events.map((event) => (event.known ? event.action : event.recordedAction));
  return plainText(`${events.length} events that changed nothing: ${listText(actions, "actions")}`);
}

/** What there is to say of an action's events. */
interface Words {
  readonly wording: Wording | undefined;
  readonly template: AnyAction["template"];
  readonly entity: string;
}

function tell(
  { wording, template, entity }: Words,
  event: AnyKnownEvent,
  all: readonly AuditEvent[] | undefined,
  lapse: Lapse | undefined,
): string | undefined {
  const who = whoOf(event.actor);
  try {
    if (wording !== undefined) {
      const events = all?.filter((each): each is AnyKnownEvent => each.known) ?? [event];
      return wording.tell({ event, events, who, lapse });
    }
    if (template === undefined) return undefined;
    const { id, actor, targets, outcome, metadata } = event;
    const named = { ...actor, name: who };
    const told = template({ id, actor: named, targets, outcome, entity, metadata });
    return typeof told === "string" && told !== "" ? told : undefined;
  } catch {
    // Not the error's words: they may quote metadata, and what is known is said all the same.
    return undefined;
  }
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
