import type { AuditEvent } from "@audit/events";
import { type Moment, pathText, type StateChange } from "@audit/projections";
import { leafText } from "./state-rows.ts";

/**
 * Gives what a moment means and what it changed, as a line.
 *
 * Left out of the changes is what the line says already: when, by whom, how long after, and the event's
 * own words. `diff` and JSON have them all.
 */
export function momentText(moment: Moment<unknown>, show: (timestamp: number) => string): string {
  const { sentence, late, changes } = moment;
  const events =
    moment.kind === "event" ? [moment.event] : moment.members.map(({ event }) => event);
  const texts = changes
    .filter((change) => !isTold(change, sentence, events))
    .map(({ path, from, to }) => {
      const before = from === undefined ? "" : `${leafText(path, from, show)} → `;
      return `${pathText(path)} ${before}${to === undefined ? "gone" : leafText(path, to, show)}`;
    });
  const changed = texts.length === 0 ? "" : ` [${texts.join(", ")}]`;
  return `${sentence}${late ? " (late)" : ""}${changed}`;
}

/** Lists that repeat the timeline itself. */
const repeating = new Set(["history", "people"]);

function isTold(
  { path, from, to }: StateChange,
  sentence: string,
  events: readonly AuditEvent[],
): boolean {
  const keys = path.map(String);
  const key = keys.at(-1) ?? "";
  if (repeating.has(keys[0] ?? "")) return true;
  if (keys.some((step) => /^(since|[a-z]\w*(At|By)|timeTo[A-Z]\w*)$/.test(step))) return true;
  if (isEmpty(from ?? to)) return true;
  const isOwn = events.some((event) => event.known && Object.hasOwn(Object(event.metadata), key));
  return isOwn && (typeof to === "string" || typeof to === "number") && sentence.includes(`${to}`);
}

/** An object without keys comes before its first one, and goes with its last. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
