import type { AnyAction, AuditEvent } from "@audit/events";
import {
  type AnyKnownEvent,
  type Incident,
  incident,
  type Monitor,
  monitor,
} from "@audit/projections";
import type { CheckResult } from "../checks/check-result.ts";
import { detect } from "../detection/detect.ts";
import type { DetectedDraft } from "../detection/detected-draft.ts";
import type { MonitorWatch } from "../detection/monitor-watch.ts";
import { addEvent, type EntityHistory, emptyHistory } from "./entity-history.ts";

/** All that is known of one workspace, in memory: what alerting needs waits for nobody. */
export class Workspace {
  readonly watches = new Map<string, MonitorWatch>();
  readonly monitors = new Map<string, EntityHistory<Monitor>>();
  readonly incidents = new Map<string, EntityHistory<Incident>>();
  /** Entities whose state may lack events, as Tinybird could not be asked. */
  readonly provisional = new Set<string>();

  /** Gives what a check leads to, and remembers the check. The drafts are not part of the states yet. */
  check(check: CheckResult): readonly DetectedDraft[] {
    const { state, drafts } = detect(this.watches.get(check.monitor), check);
    this.watches.set(check.monitor, state);
    return drafts;
  }

  /** Takes an event into the state of its entity, once however often it comes. */
  take(event: AuditEvent<AnyAction>): void {
    if (!event.known) return;
    // Safe: a projection finds the step by the name of the action, which says what the metadata is.
    const known = event as AnyKnownEvent;
    if (known.id.startsWith("monitor:")) takeInto(this.monitors, monitor, known);
    else if (known.id.startsWith("incident:")) takeInto(this.incidents, incident, known);
  }

  monitor(id: string): Monitor {
    return this.monitors.get(id)?.state ?? monitor.initial;
  }

  incident(id: string): Incident {
    return this.incidents.get(id)?.state ?? incident.initial;
  }
}

function takeInto<State>(
  histories: Map<string, EntityHistory<State>>,
  projection: Parameters<typeof addEvent<State>>[0],
  event: AnyKnownEvent,
): void {
  const history = histories.get(event.id) ?? emptyHistory(projection);
  histories.set(event.id, addEvent(projection, history, event));
}
