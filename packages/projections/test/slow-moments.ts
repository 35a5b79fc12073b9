import type { AuditEvent } from "@audit/events";
import { compareEvents, jsonEquals } from "@audit/events";
import type { EventMoment, Projection } from "@audit/projections";
import { replay } from "@audit/projections";
import { stateChanges } from "../src/state-changes.ts";

/** What a moment says, but for its sentence. */
export type Facts = Omit<EventMoment<unknown>, "sentence" | "kind">;

/**
 * Gives the moments of a stream without copies the simple way: a replay of everything up to each event
 * by itself, and a look at all others to see whether it is late.
 */
export function slowMoments<State>(
  projection: Projection<State>,
  once: readonly AuditEvent[],
): readonly Facts[] {
  let setAt: number | undefined;
  return once.map((event, index) => {
    const before = replay(projection, once.slice(0, index)).state;
    const { state, report } = replay(projection, once.slice(0, index + 1));
    const changes = stateChanges(before, state, projection.identify);
    const { timestamp, recordedAt } = event;
    const late = once.some((other) => other.timestamp > timestamp && other.recordedAt < recordedAt);
    const lasted = setAt === undefined ? undefined : timestamp - setAt;
    if (changes.length > 0) setAt = timestamp;
    const failed = report.invalid.find((seen) => compareEvents(seen, event) === 0);
    return {
      timestamp,
      until: timestamp,
      event,
      changes,
      lasted,
      late,
      lateBy: late ? Math.max(0, recordedAt - timestamp) : undefined,
      state,
      ...(failed === undefined ? {} : { error: failed.error }),
    };
  });
}

/** Gives the uids that are one moment, the simple way: `burst` in ms, 0 for never. */
export function slowGroups(
  moments: readonly Facts[],
  burst: number,
): readonly { readonly kind: string; readonly uids: readonly string[] }[] {
  const groups: { kind: "burst" | "idle"; members: Facts[] }[] = [];
  for (const moment of moments) {
    const group = groups.at(-1);
    const [first] = group?.members ?? [];
    if (group !== undefined && first !== undefined && isBurst(first, moment, burst))
      group.members.push(moment);
    else groups.push({ kind: "burst", members: [moment] });
  }
  const joined: typeof groups = [];
  for (const group of groups) {
    const before = joined.at(-1);
    if (!group.members.every(isIdle)) joined.push(group);
    else if (before?.kind === "idle") before.members.push(...group.members);
    else joined.push({ kind: "idle", members: group.members });
  }
  return joined.map(({ kind, members }) => ({
    kind: members.length === 1 ? "event" : kind,
    uids: members.map(({ event }) => event.uid),
  }));
}

function isBurst({ event: a, error }: Facts, { event: b, error: other }: Facts, burst: number) {
  const [name, next] = [a, b].map((event) => (event.known ? event.action : event.recordedAction));
  return (
    burst > 0 &&
    b.timestamp - a.timestamp <= burst &&
    a.known === b.known &&
    name === next &&
    a.outcome === b.outcome &&
    jsonEquals(a.actor, b.actor) &&
    error === undefined &&
    other === undefined
  );
}

function isIdle({ event, changes, error }: Facts): boolean {
  return changes.length === 0 && event.known && event.outcome === "success" && error === undefined;
}
