import { type AnyAction, type AuditEvent, compareEvents } from "@audit/events";
import {
  type AnyKnownEvent,
  type Incident,
  incident,
  type Monitor,
  monitor,
  type Projection,
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
  /** Streams whose state may lack events, as these could not be read yet. */
  readonly provisional = new Set<string>();

  /** Gives what a check leads to, and remembers the check. The drafts are not part of the states yet. */
  check(check: CheckResult): readonly DetectedDraft[] {
    const { state, drafts } = detect(this.watches.get(check.monitor), check);
    this.watches.set(check.monitor, state);
    return drafts;
  }

  /**
   * Takes an event into the state of its entity, once however often it comes. One from before all that
   * is kept makes the state provisional: it is to be read from the log again.
   */
  take(event: AuditEvent<AnyAction>): void {
    if (!event.known) return;
    // Safe: a projection finds the step by the name of the action, which says what the metadata is.
    const known = event as AnyKnownEvent;
    if (known.id.startsWith("monitor:")) this.#take(this.monitors, monitor, known);
    else if (known.id.startsWith("incident:")) this.#take(this.incidents, incident, known);
  }

  /** Makes the state of an entity anew, from its stream in the log and the newest events known here. */
  replace(id: string, stream: readonly AuditEvent<AnyAction>[]): void {
    const recent = (this.monitors.get(id) ?? this.incidents.get(id))?.recent ?? [];
    this.monitors.delete(id);
    this.incidents.delete(id);
    this.provisional.delete(id);
    // Those that come twice are neighbours then, and count once.
    for (const event of [...stream, ...recent].sort(compareEvents)) this.take(event);
  }

  monitor(id: string): Monitor {
    return this.monitors.get(id)?.state ?? monitor.initial;
  }

  incident(id: string): Incident {
    return this.incidents.get(id)?.state ?? incident.initial;
  }

  #take<State>(
    histories: Map<string, EntityHistory<State>>,
    projection: Projection<State>,
    event: AnyKnownEvent,
  ): void {
    const history = histories.get(event.id) ?? emptyHistory(projection);
    const after = addEvent(projection, history, event);
    if (after === undefined) this.provisional.add(event.id);
    else histories.set(event.id, after);
  }
}
