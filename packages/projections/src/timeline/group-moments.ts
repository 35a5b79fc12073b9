import { jsonEquals } from "@audit/events";
import type { Lapse } from "./lapses.ts";
import type { EventMoment } from "./moment.ts";

/** The moment of one event, and what is needed to tell it together with others. */
export interface Member<State> {
  readonly moment: EventMoment<State>;
  readonly before: State;
  readonly lapse: Lapse | undefined;
}

/** Members that are one moment; of one member it is that member's. */
export interface Group<State> {
  readonly kind: "burst" | "idle";
  readonly members: readonly Member<State>[];
}

/**
 * Gives the groups that neighbours form, in order; every member is in exactly one.
 *
 * A burst: one action, actor and outcome, within `burst` ms from its first. An idle stretch: whatever
 * changed nothing, bursts included. Refused attempts and what was not understood are never idle; an
 * event that evolve threw on, or whose uid carries other facts, stays alone.
 */
export function groupMoments<State>(
  members: readonly Member<State>[],
  { burst, idle }: { readonly burst: number; readonly idle: boolean },
): readonly Group<State>[] {
  const groups: { kind: "burst" | "idle"; members: Member<State>[] }[] = [];
  for (const member of members) {
    const group = groups.at(-1);
    const [first] = group?.members ?? [];
    if (group !== undefined && first !== undefined && isBurst(first, member, burst))
      group.members.push(member);
    else groups.push({ kind: "burst", members: [member] });
  }
  if (!idle) return groups;

  const joined: typeof groups = [];
  for (const group of groups) {
    const before = joined.at(-1);
    if (!group.members.every(isIdle)) joined.push(group);
    else if (before?.kind === "idle") before.members.push(...group.members);
    else joined.push({ kind: "idle", members: group.members });
  }
  return joined;
}

function isBurst<State>(first: Member<State>, next: Member<State>, burst: number): boolean {
  const [a, b] = [first.moment.event, next.moment.event];
  return (
    burst > 0 &&
    b.timestamp - a.timestamp <= burst &&
    a.known === b.known &&
    nameOf(first) === nameOf(next) &&
    a.outcome === b.outcome &&
    jsonEquals(a.actor, b.actor) &&
    !standsAlone(first) &&
    !standsAlone(next)
  );
}

function isIdle<State>(member: Member<State>): boolean {
  const { event, changes } = member.moment;
  return changes.length === 0 && event.known && event.outcome === "success" && !standsAlone(member);
}

function standsAlone<State>({ moment }: Member<State>): boolean {
  return moment.error !== undefined || moment.conflicting !== undefined;
}

function nameOf<State>({ moment: { event } }: Member<State>): string {
  return event.known ? event.action : event.recordedAction;
}
