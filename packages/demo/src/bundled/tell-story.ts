import type { AuditEvent, BuiltInAction } from "@audit/events";
import { type Incident, incident, type Monitor, monitor, replay } from "@audit/projections";

/** The events of one entity. */
export type Stream = readonly AuditEvent<BuiltInAction>[];

/** What both entities looked like at one moment. */
export interface States {
  /** Valid time, ISO. */
  readonly at: string;
  readonly monitor: Monitor;
  readonly incident: Incident;
}

/** All that the bundled demo finds out. */
export interface Story {
  readonly monitorEvents: Stream;
  readonly incidentEvents: Stream;
  /** The states at four moments, with all that is known. */
  readonly states: readonly States[];
  /** One of the moments twice: with all that is known, and with what was known at `knownAt`. */
  readonly pair: {
    readonly at: string;
    readonly asItWas: States;
    /** Known time, ISO: when the second wave was in. */
    readonly knownAt: string;
    readonly asKnownThen: States;
  };
}

const minute = 60_000;

/**
 * Gives what the events of the bundled outage tell.
 *
 * @param knownAt ms since epoch: when the second wave was in
 */
export function tellStory(monitorEvents: Stream, incidentEvents: Stream, knownAt: number): Story {
  const statesAt = (at: number, known?: number): States => ({
    at: new Date(at).toISOString(),
    monitor: replay(monitor, monitorEvents, { at, knownAt: known }).state,
    incident: replay(incident, incidentEvents, { at, knownAt: known }).state,
  });
  // The moments follow from the stream: before the first trouble, between the late event and the one
  // after it, after somebody took notice, at the end.
  const trouble = monitorEvents.find((event) => event.known && event.action === "monitor.down");
  const late = monitorEvents.find((event) => event.recordedAt > knownAt);
  const noticed = incidentEvents.find(
    (event) => event.known && event.action === "incident.acknowledge",
  );
  const end = monitorEvents.at(-1);
  const moments = [
    (trouble?.timestamp ?? 0) - minute,
    (late?.timestamp ?? 0) + minute / 2,
    (noticed?.timestamp ?? 0) + minute,
    end?.timestamp ?? 0,
  ];
  const states = moments.map((at) => statesAt(at));
  const pairAt = moments[1] ?? 0;
  return {
    monitorEvents,
    incidentEvents,
    states,
    pair: {
      at: new Date(pairAt).toISOString(),
      asItWas: statesAt(pairAt),
      knownAt: new Date(knownAt).toISOString(),
      asKnownThen: statesAt(pairAt, knownAt),
    },
  };
}
