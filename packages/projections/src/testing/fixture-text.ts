import type { AuditEvent } from "@audit/events";
import { fixtureFields } from "./fixture-line.ts";

/**
 * Gives events as the text of a fixture file: NDJSON, a line per event in their order, which
 * `fixtureEvents` reads back as the same events.
 *
 * Known events are written in the version they are in now. Unknown ones carry what the store holds, and
 * are read back as unknown, whatever the catalog has learnt since. Take a real stream for a regression
 * test with it; mind what its metadata tells.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * const events = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * fixtureEvents(fixtureText(events))[0]?.uid; // "monitor:1#0001"
 */
export function fixtureText(events: Iterable<AuditEvent>): string {
  return Array.from(events, (event) => `${JSON.stringify(fixtureFields(event))}\n`).join("");
}
