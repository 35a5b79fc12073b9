import type { AuditEvent } from "@audit/events";
import { type Gaps, gaps as startGaps } from "./gaps.ts";
import { type LateEvents, lateEvents } from "./late-events.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import type { Projection } from "./projection.ts";
import type { Step } from "./step.ts";

/** What a run begins with, and how far it may go. */
export interface RunStart<State> {
  readonly state: State;
  readonly stream: StreamName;
  readonly at: number;
  readonly knownAt: number;
  /** What was found before; undefined at the beginning of a stream, as most runs need neither. */
  readonly late: LateEvents | undefined;
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
  readonly upcast: number;
  /** The finders that were given, or made as they were needed. */
  readonly late: LateEvents | undefined;
  readonly gaps: Gaps | undefined;
  /** From where on the finder of late events has to be told of them. */
  readonly lateFrom: number;
  /** Who wrote the last, and its number; of so many the finder of gaps has to be told. */
  readonly writer: string | undefined;
  readonly sequence: number;
  readonly written: number;
}

const none: readonly AuditEvent[] = Object.freeze([]);

/**
 * Folds the plain events of a list, from one on that happened later than those before: events of which
 * there is nothing to report but a higher count.
 *
 * Nearly all are: they happened before the one behind, came once, are understood, and follow on their
 * writer's last. One loop over them costs a fraction of handing each through the parts that can do
 * more. What is not plain ends the run, and so does an evolve that throws.
 */
export function foldRun<State>(
  projection: Projection<State>,
  events: readonly AuditEvent[],
  from: number,
  start: RunStart<State>,
): FoldedRun<State> {
  const { stream, at, knownAt, observe } = start;
  const { id, workspaceId } = stream;
  const { length } = events;
  let { state, late, gaps } = start;
  // Numbers from the start, else an engine allocates one for each event.
  let recordedAt = Number(late?.floor() ?? Number.NEGATIVE_INFINITY);
  let lateFrom = from;
  let applied = 0;
  let upcast = 0;
  let index = from;
  let event = typeof events[from]?.uid === "string" ? events[from] : undefined;
  let writer = event?.writer;
  let sequence = writer === undefined ? 0 : expectedOf(gaps, writer);
  let writtenFrom = from;
  let timestamp = Number(event?.timestamp);
  try {
    while (event !== undefined) {
      const next: AuditEvent | undefined = events[index + 1];
      let following: number;
      // Behind the last there is nothing that it could be a copy of.
      if (index + 1 === length) following = Number.POSITIVE_INFINITY;
      else if (next === undefined) break;
      else following = next.timestamp;
      if (
        !event.known ||
        !(timestamp < following) ||
        timestamp > at ||
        !(event.recordedAt <= knownAt) ||
        event.id !== id ||
        event.workspaceId !== workspaceId ||
        event.copies !== 1 ||
        event.otherDeliveries !== undefined ||
        // To look into each text would cost as much as all else: here no uid decides anything.
        event.uid === undefined ||
        typeof timestamp !== "number" ||
        typeof event.recordedAt !== "number"
      )
        break;
      if (event.writer !== writer) {
        if (writer !== undefined && index > writtenFrom) {
          gaps ??= startGaps();
          gaps.addRun(writer, sequence, index - writtenFrom);
        }
        sequence = event.writer === undefined ? 0 : expectedOf(gaps, event.writer);
        writtenFrom = index;
      }
      // Of two texts that are one in memory, nothing has to be read to find them the same.
      writer = event.writer;
      if (writer !== undefined && (event.previous !== sequence || event.sequence === undefined))
        break;
      const evolved = projection.evolve(state, event);
      // One that changed the state was handled: asking costs as much as finding the step.
      const counts = evolved !== state || projection.handles(event.action);
      if (observe !== undefined)
        observe({ event, conflicting: none, before: state, after: evolved });
      if (counts) applied += 1;
      if (event.recordedVersion < event.version) upcast += 1;
      if (event.recordedAt < recordedAt) {
        late ??= lateEvents();
        late.addRun(events, lateFrom, index);
        late.addBehindRun(events, index);
        lateFrom = index + 1;
      }
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
  const written = index - writtenFrom;
  return { state, end: index, applied, upcast, late, gaps, lateFrom, writer, sequence, written };
}

/** Gives the number that the next of a writer must call its predecessor; NaN, which is none, where it is not as simple. */
function expectedOf(gaps: Gaps | undefined, writer: string): number {
  return gaps === undefined ? 0 : (gaps.expected(writer) ?? Number.NaN);
}
