import type { AuditEvent } from "@audit/events";
import type { Findings } from "./findings.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import type { Projection } from "./projection.ts";
import type { Step } from "./step.ts";

/** What a run begins with, and how far it may go. */
export interface RunStart<State> {
  readonly state: State;
  readonly stream: StreamName;
  readonly at: number;
  readonly knownAt: number;
  /** Is told of each event that was folded. */
  readonly observe: ((step: Step<State>) => void) | undefined;
}

const none: readonly AuditEvent[] = Object.freeze([]);

/** The state that plain events lead to, and the place in the list of the first that was not folded. */
export interface FoldedRun<State> {
  readonly state: State;
  readonly end: number;
}

/**
 * Folds the plain events of a list, from one on that happened later than those before: events of which
 * there is nothing to report but a higher count.
 *
 * Nearly all are: they happened before the one behind, were recorded no earlier than the one before,
 * came once, are understood, and follow on their writer's last. One loop over them costs a fraction of
 * handing each through the parts that can do more. What is not plain ends the run, and so does the
 * last of the list, as a copy may follow, and an evolve that throws.
 */
export function foldRun<State>(
  projection: Projection<State>,
  findings: Findings,
  events: readonly AuditEvent[],
  from: number,
  { state: before, stream, at, knownAt, observe }: RunStart<State>,
): FoldedRun<State> {
  const { id, workspaceId } = stream;
  const { late, gaps } = findings;
  const writer = events[from]?.writer;
  const expected = writer === undefined ? 0 : gaps.expected(writer);
  if (expected === undefined) return { state: before, end: from };
  const end = events.length - 1;

  let state = before;
  let recordedAt = late.floor();
  let sequence = expected;
  let applied = 0;
  let index = from;
  let event = events[from];
  try {
    for (; index < end && event !== undefined; index += 1) {
      const next: AuditEvent | undefined = events[index + 1];
      if (
        !event.known ||
        !(event.recordedAt >= recordedAt) ||
        event.recordedAt > knownAt ||
        event.timestamp > at ||
        !(event.timestamp < (next?.timestamp ?? event.timestamp)) ||
        event.id !== id ||
        event.workspaceId !== workspaceId ||
        event.copies !== 1 ||
        event.otherDeliveries !== undefined ||
        event.recordedVersion < event.version ||
        event.writer !== writer ||
        (writer !== undefined && (event.previous !== sequence || event.sequence === undefined)) ||
        typeof event.uid !== "string"
      )
        break;
      const evolved = projection.evolve(state, event);
      // One that changed the state was handled: asking costs as much as finding the step.
      const counts = evolved !== state || projection.handles(event.action);
      if (observe !== undefined)
        observe({ event, conflicting: none, before: state, after: evolved });
      if (counts) applied += 1;
      state = evolved;
      recordedAt = event.recordedAt;
      sequence = event.sequence ?? 0;
      event = next;
    }
  } catch {
    // The state stayed as it was before this event, which is taken again where errors are reported.
  }

  late.addRun(events, from, index);
  if (writer !== undefined && index > from) gaps.addRun(writer, sequence, index - from);
  findings.applied += applied;
  findings.notHandled += index - from - applied;
  return { state, end: index };
}
