import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { type Incident, incident, type Monitor, monitor, replay } from "@audit/projections";
import { AuditLog } from "@audit/store";
import { withTinybird } from "../with-tinybird.ts";
import { printStory } from "./print-story.ts";
import { readWaves } from "./waves.ts";

type Stream = readonly AuditEvent<BuiltInAction>[];

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

const pause = 250;
// A laptop that is busy starting is slower than Tinybird is.
const appendDeadline = 30_000;
const minute = 60_000;

/** Appends the bundled outage in three waves of real time, reads it back and prints it. Gives the exit code. */
export async function runBundled({ json }: { readonly json: boolean }): Promise<number> {
  const story = await withTinybird({}, async (tb) => {
    const auditLog = new AuditLog({ tb, deadlines: { append: appendDeadline } });
    const { first, second, third } = await readWaves();
    await auditLog.publishAuditLog(first);
    await sleep(pause);
    await auditLog.publishAuditLog(second);
    const knownAt = Date.now();
    await sleep(pause);
    await auditLog.publishAuditLog(third);

    const read = async (action: string): Promise<Stream> => {
      const id = first.find((draft) => draft.action === action)?.id ?? "";
      return (await auditLog.getAuditLog({ event_id: id })).data;
    };
    return tell(await read("monitor.create"), await read("incident.create"), knownAt);
  });
  if (json) {
    const { states, pair } = story;
    console.log(JSON.stringify({ states, pair }, undefined, 2));
  } else printStory(story);
  return 0;
}

function tell(monitorEvents: Stream, incidentEvents: Stream, knownAt: number): Story {
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
