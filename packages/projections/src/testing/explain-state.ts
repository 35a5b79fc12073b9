import type { AuditEvent } from "@audit/events";
import { foldStream } from "../fold-stream.ts";
import { inStreamOrder } from "../in-stream-order.ts";
import type { Projection } from "../projection.ts";
import { type StateDifference, stateDifferences } from "./state-differences.ts";

/** What to look at, and how to compare. */
export interface ExplainOptions {
  readonly at: number | undefined;
  readonly knownAt: number | undefined;
  /** Whether the state must have nothing beyond the expectation. */
  readonly whole: boolean;
}

/**
 * Gives in words where the state that events lead to is not as expected, each place with the event that
 * made it so; undefined where it is as expected. An evolve that threw is never as expected.
 */
export function explainState<State>(
  projection: Projection<State>,
  events: readonly AuditEvent[],
  expected: unknown,
  { at, knownAt, whole }: ExplainOptions,
): string | undefined {
  const changes: Change[] = [];
  const fold = foldStream(projection, { at, knownAt }, ({ event, before, after }) => {
    const paths = stateDifferences(before, after, true).map(({ path }) => path);
    if (paths.length > 0) changes.push({ event, paths });
  });
  for (const event of inStreamOrder(events)) if (!fold.push(event)) break;
  const { state, report } = fold.finish();
  const differences = stateDifferences(expected, state, whole);
  if (differences.length === 0 && report.invalid.length === 0) return undefined;
  return [
    ...differences.flatMap((difference) => [describe(difference), because(difference, changes)]),
    ...report.invalid.map(
      ({ action, uid, timestamp, error }) =>
        `  evolve threw a ${error} at ${action} "${uid}", ${time(timestamp)}`,
    ),
    ...(report.exactness === "partial"
      ? [`  the state is partial: ${report.reasons.join(", ")}`]
      : []),
  ].join("\n");
}

/** Gives a moment as people write it. */
export function time(ms: number): string {
  // Beyond this a date has no text.
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}

function describe({ path, expected, actual }: StateDifference): string {
  const place = path.length === 0 ? "the state" : path.map(keyText).join(".");
  return `  ${place} is ${show(actual)}, expected ${show(expected)}`;
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function show(value: unknown): string {
  return value === undefined ? "absent" : (JSON.stringify(value) ?? String(value));
}

/** An event that changed the state, and where. */
interface Change {
  readonly event: AuditEvent;
  readonly paths: readonly (readonly string[])[];
}

/** Names the last event that changed this place, something in it or something around it. */
function because({ path }: StateDifference, changes: readonly Change[]): string {
  const last = changes.findLast(({ paths }) =>
    paths.some((changed) => isPrefix(changed, path) || isPrefix(path, changed)),
  );
  if (last === undefined) return "    no event changed it";
  const { uid, actor, recordedAction, timestamp } = last.event;
  return `    since ${time(timestamp)} by ${actor.name}: ${recordedAction} "${uid}"`;
}

function isPrefix(start: readonly string[], path: readonly string[]): boolean {
  return start.length <= path.length && start.every((key, index) => key === path[index]);
}
