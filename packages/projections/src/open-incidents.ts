import type { AuditEvent } from "@audit/events";
import { feedStreams } from "./feed-streams.ts";
import { foldStream } from "./fold-stream.ts";
import { incident } from "./incident.ts";
import type { Incident } from "./incident-state.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import type { Replayed } from "./replay-report.ts";

/** An incident that was not resolved. */
export interface OpenIncident extends StreamName {
  readonly state: Extract<Incident, { readonly phase: "open" | "acknowledged" }>;
}

/** Whose incidents to look for, and when. */
export interface OpenIncidentsOptions {
  /** The stream of a monitor, `"monitor:1"`. @defaultValue incidents of all monitors, and of none */
  readonly monitor?: string | undefined;
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly at?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
}

/**
 * Gives the incidents that are open at a moment, from the incidents' own streams, in the order in which
 * those come.
 *
 * It is a monitor's when it is among the incident's `monitors` as they are then, or kept in the
 * monitor's own stream, as the product before did. An iterable gives stream after stream, as `readAll`
 * of a store does, and is read in one pass; streams without incidents may be among them. A list may be
 * in any order. Each event counts as `replay` takes it. Pure.
 *
 * @throws {InvalidOptionError} when `at` or `knownAt` is no number
 * @throws {OutOfOrderError} when a stream of an iterable is not in stream order
 * @throws {ReopenedStreamError} when a stream of an iterable comes again after another
 * @example
 * import { incidentCreate } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
 * ]);
 * openIncidents(events, { monitor: "monitor:1" }).map(({ id }) => id); // ["incident:7"]
 * openIncidents(events, { at: clock("09:59") }).length; // 0
 */
export function openIncidents(
  events: Iterable<AuditEvent>,
  options?: OpenIncidentsOptions,
): readonly OpenIncident[];
export function openIncidents(
  events: AsyncIterable<AuditEvent>,
  options?: OpenIncidentsOptions,
): Promise<readonly OpenIncident[]>;
export function openIncidents(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: OpenIncidentsOptions = {},
): readonly OpenIncident[] | Promise<readonly OpenIncident[]> {
  const { monitor, at, knownAt } = options;
  return feedStreams<Replayed<Incident>, readonly OpenIncident[]>(events, () => {
    // Wrong options show though there be no event.
    foldStream(incident, { at, knownAt });
    const open: OpenIncident[] = [];
    return {
      projection: incident.name,
      start: () => foldStream(incident, { at, knownAt }),
      take(stream, { state }) {
        if (state.phase !== "open" && state.phase !== "acknowledged") return;
        const isTheirs = monitor === undefined || monitor === stream.id;
        if (isTheirs || state.monitors.includes(monitor)) open.push({ ...stream, state });
      },
      finish: () => Object.freeze(open),
    };
  });
}
