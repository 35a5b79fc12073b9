import type { AuditEvent } from "@audit/events";
import { type Fold, foldStream } from "../fold-stream.ts";
import type { StreamName } from "../mixed-streams-error.ts";
import type { Projection } from "../projection.ts";
import type { Step } from "../step.ts";
import type { ComparedEvent, FieldDifference, StreamDifference } from "./projection-comparison.ts";
import { type StateDifference, stateDifferences } from "./state-differences.ts";

/** What one stream came to. */
export interface StreamComparison {
  readonly events: number;
  /** Undefined where all states are the same. */
  readonly difference: StreamDifference | undefined;
}

/** Gives the fold of one stream under two projections at once: two states and `limit` fields are kept. */
export function compareStream<Before, After>(
  stream: StreamName,
  before: Projection<Before>,
  after: Projection<After>,
  { knownAt, limit }: { readonly knownAt: number | undefined; readonly limit: number },
): Fold<StreamComparison> {
  const fields = new Map<string, Omit<FieldDifference, "atEnd">>();
  const beyond = new Set<string>();
  let events = 0;
  let since: ComparedEvent | undefined;
  let atEnd = differencesOf(before.initial, after.initial);
  let left: Step<Before> | undefined;

  const compare = (a: Step<Before>, b: Step<After>): void => {
    events += 1;
    const isUntouched = a.before === a.after && b.before === b.after;
    // Where the first states differ, the first event is the one from which on they do.
    if (!(isUntouched && events > 1)) atEnd = differencesOf(a.after, b.after);
    const thrown = thrownDifference(a.error, b.error);
    const changes = thrown === undefined ? atEnd : [...atEnd, thrown];
    if (changes.length === 0) return;
    const event = comparedEvent(a.event);
    since ??= event;
    for (const { path, expected, actual } of changes) {
      const key = JSON.stringify(path);
      if (fields.has(key) || beyond.has(key)) continue;
      if (fields.size < limit)
        fields.set(key, {
          path,
          since: event,
          ...(expected === undefined ? {} : { before: expected }),
          ...(actual === undefined ? {} : { after: actual }),
        });
      else if (beyond.size < limit * limit) beyond.add(key);
    }
  };

  const first = foldStream(before, { knownAt }, (step) => {
    left = step;
  });
  // Both folds hand an event on at the same delivery, the first one just before the second.
  const second = foldStream(after, { knownAt }, (step) => {
    if (left !== undefined) compare(left, step);
  });
  return {
    push(delivery) {
      first.push(delivery);
      return second.push(delivery);
    },
    finish() {
      first.finish();
      second.finish();
      if (since === undefined) return { events, difference: undefined };
      const open = new Set(atEnd.map(({ path }) => JSON.stringify(path)));
      return {
        events,
        difference: {
          ...stream,
          since,
          atEnd: open.size > 0,
          fields: Array.from(fields, ([key, field]) => ({ ...field, atEnd: open.has(key) })),
          moreFields: beyond.size,
        },
      };
    },
  };
}

/** That evolve throws in one and not in the other differs too, though it leave the states as they are. */
function thrownDifference(
  expected: string | undefined,
  actual: string | undefined,
): StateDifference | undefined {
  return expected === actual ? undefined : { path: ["(thrown by evolve)"], expected, actual };
}

/** Places where the states differ: what is expected is the state before. */
function differencesOf(before: unknown, after: unknown): readonly StateDifference[] {
  return stateDifferences(before, after, true);
}

function comparedEvent({ timestamp, uid, recordedAction }: AuditEvent): ComparedEvent {
  return { timestamp, uid, action: recordedAction };
}
