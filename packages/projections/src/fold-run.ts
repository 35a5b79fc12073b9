import type { AuditEvent } from "@audit/events";
import type { Gaps } from "./gaps.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import type { Projection } from "./projection.ts";
import type { Step } from "./step.ts";

/** What a run begins with, and how far it may go. */
export interface RunStart<State> {
  readonly state: State;
  readonly stream: StreamName;
  readonly at: number;
  readonly knownAt: number;
  /** The recording time from which on an event makes none before it late. */
  readonly floor: number;
  /** Has the numbers of all writers; without, a run begins with a stream and is of one writer. */
  readonly gaps: Gaps | undefined;
  /** Is told of each event that was folded. */
  readonly observe: ((step: Step<State>) => void) | undefined;
}

/** What plain events come to. */
export interface FoldedRun<State> {
  readonly state: State;
  /** The place in the list of the first that was not folded. */
  readonly end: number;
  /** How many of them have an action that is handled. */
  readonly applied: number;
  /** Who wrote the last, and its number. */
  readonly writer: string | undefined;
  readonly sequence: number;
  /** How many that one wrote since another did. */
  readonly written: number;
}

const none: readonly AuditEvent[] = Object.freeze([]);

/**
 * Folds the plain events of a list, from one on that happened later than those before: events of which
 * there is nothing to report but a higher count.
 *
 * Nearly all are: they happened before the one behind, were recorded no earlier than the one before,
 * came once, are understood, and follow on their writer's last. One loop over them costs a fraction of
 * handing each through the parts that can do more. What is not plain ends the run, and so does an
 * evolve that throws.
 */
export function foldRun<State>(
  projection: Projection<State>,
  events: readonly AuditEvent[],
  from: number,
  { state: before, stream, at, knownAt, floor, gaps, observe }: RunStart<State>,
): FoldedRun<State> {
  const { id, workspaceId } = stream;
  const { length } = events;
  let state = before;
  let recordedAt = floor;
  let applied = 0;
  let index = from;
  let event = events[from];
  let writer = event?.writer;
  let sequence = writer === undefined ? 0 : expectedOf(gaps, writer);
  let begun = from;
  let { timestamp = Number.NaN } = event ?? {};
  try {
    while (event !== undefined) {
      const next: AuditEvent | undefined = events[index + 1];
      // Behind the last there is nothing that it could be a copy of.
      const following: number =
        next === undefined && index + 1 === length
          ? Number.POSITIVE_INFINITY
          : (next?.timestamp ?? Number.NaN);
      if (
        !event.known ||
        !(timestamp < following) ||
        timestamp > at ||
        !(event.recordedAt >= recordedAt) ||
        event.recordedAt > knownAt ||
        event.id !== id ||
        event.workspaceId !== workspaceId ||
        event.copies !== 1 ||
        event.otherDeliveries !== undefined ||
        event.recordedVersion < event.version ||
        typeof event.uid !== "string" ||
        typeof timestamp !== "number" ||
        typeof event.recordedAt !== "number"
      )
        break;
      if (event.writer !== writer) {
        // Who wrote nothing before has nothing to follow on, which is known of a stream's first writer.
        if (gaps === undefined) break;
        if (writer !== undefined && index > begun) gaps.addRun(writer, sequence, index - begun);
        writer = event.writer;
        sequence = writer === undefined ? 0 : expectedOf(gaps, writer);
        begun = index;
      }
      if (writer !== undefined && (event.previous !== sequence || event.sequence === undefined))
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
      index += 1;
      timestamp = following;
      event = next;
    }
  } catch {
    // The state stayed as it was before this event, which is taken again where errors are reported.
  }
  return { state, end: index, applied, writer, sequence, written: index - begun };
}

/** Gives the number that the next of a writer must call its predecessor; NaN, which is none, where it is not as simple. */
function expectedOf(gaps: Gaps | undefined, writer: string): number {
  return gaps === undefined ? 0 : (gaps.expected(writer) ?? Number.NaN);
}
