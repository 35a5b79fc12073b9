import type { AnyAction, AuditEvent, Catalog } from "./catalog.ts";
import type { Envelope } from "./event.ts";

/** What a sentence about an event can speak of. */
export interface Telling<Metadata> extends Pick<Envelope, "id" | "actor" | "targets" | "outcome"> {
  /** The entity as people say it: `monitor 1`. */
  readonly entity: string;
  readonly metadata: Metadata;
}

/**
 * Gives what an event means as a sentence for people, without a full stop.
 *
 * An event without a template, or that is not known, gives its entity and what was recorded. A
 * template that throws costs its sentence, not the reader. May hold what metadata holds.
 *
 * @example
 * const [event] = stream("monitor:1", [
 *   at("10:42", monitorDown, { region: "gru", statusCode: 400, message: "timeout" }),
 * ]);
 * event && sentenceOf(catalog, event); // "monitor 1 went down in gru: 400 timeout"
 */
export function sentenceOf(catalog: Catalog<AnyAction>, event: AuditEvent): string {
  const { id, actor, targets, outcome, recordedAction } = event;
  const entity = id.replace(":", " ");
  const plain = `${entity}: ${recordedAction}`;
  if (!event.known) return plain;
  const action = catalog.find(event.action);
  const refused = outcome === "success" ? "" : ` (${outcome})`;
  try {
    const { metadata } = event;
    const told = action?.template?.({ id, actor, targets, outcome, entity, metadata });
    return told === undefined ? `${plain}${refused}` : `${told}${refused}`;
  } catch {
    // Not the error's words: they may quote metadata, and what is known is said all the same.
    return `${plain}${refused}`;
  }
}
