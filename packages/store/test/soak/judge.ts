import type { AuditEvent, BuiltInAction } from "@audit/events";
import type { Ledger } from "./ledger.ts";
import { plannedDraft } from "./planned-call.ts";
import type { Scenario } from "./scenario.ts";

/** What is wrong after a run, a sentence each; all empty when nothing is. */
export interface Findings {
  /** Acknowledged, and not there. */
  readonly lost: string[];
  /** There more than once after reading. */
  readonly doubled: string[];
  /** Not in stream order, or against the numbers of its writer. */
  readonly disordered: string[];
  /** There, and nobody sent it so. */
  readonly invented: string[];
  /** There, though an error said that nothing was done. */
  readonly untrue: string[];
  /** Left in a spool, or put aside. */
  readonly stuck: string[];
  /** What broke the run itself. */
  readonly broken: string[];
}

/** Gives findings of nothing yet. */
export function noFindings(): Findings {
  return {
    lost: [],
    doubled: [],
    disordered: [],
    invented: [],
    untrue: [],
    stuck: [],
    broken: [],
  };
}

type Stored = AuditEvent<BuiltInAction>;

/** Holds what was read against what was acknowledged and what was sent. */
export function judge(
  events: readonly Stored[],
  ledger: Ledger,
  { scenario, lives }: { readonly scenario: Scenario; readonly lives: readonly number[] },
  findings: Findings,
): void {
  const byUid = new Map(events.map((event) => [event.uid, event]));
  for (const { key, uid, status } of ledger.acknowledged.values()) {
    const event = byUid.get(uid);
    if (event === undefined || (key !== undefined && event.correlationId !== key))
      findings.lost.push(`${key}, ${status} as ${uid}, is not there`);
  }
  for (const { correlationId = "", uid } of events)
    if (ledger.notDone.has(correlationId))
      findings.untrue.push(`${correlationId}, said to be not done, is there as ${uid}`);
  findDoubled(events, findings);
  findDisordered(events, findings);
  findOvertaken(events, ledger, findings);
  for (const event of events)
    if (!wasSent(event, scenario, lives))
      findings.invented.push(`${event.correlationId}, ${event.uid}, was not sent like this`);
}

function findDoubled(events: readonly Stored[], { doubled }: Findings): void {
  const [uids, keys] = [new Set<string>(), new Set<string | undefined>()];
  for (const { uid, correlationId } of events) {
    if (uids.has(uid)) doubled.push(`${uid} comes twice`);
    else if (keys.has(correlationId)) doubled.push(`${correlationId} comes with two uids`);
    uids.add(uid);
    keys.add(correlationId);
  }
}

function findDisordered(events: readonly Stored[], { disordered }: Findings): void {
  events.forEach((event, at) => {
    const before = events[at - 1];
    if (before !== undefined && compareAll(before, event) >= 0)
      disordered.push(`${event.uid} comes after ${before.uid}`);
  });
  const deliveries = events.flatMap(({ id, uid, writer, sequence, otherDeliveries = [] }) =>
    [{ writer, sequence }, ...otherDeliveries].map((delivery) => ({ ...delivery, id, uid })),
  );
  for (const own of groups(deliveries, (each) => `${each.writer} ${isOwn(each)}`))
    ascending(own.toSorted(byUid), disordered, "of its writer");
  // Times that a writer gives never go back, so its events of one stream come in its order.
  const made = deliveries.filter((each) => !isOwn(each));
  for (const stream of groups(made, (each) => `${each.writer} ${each.id}`))
    ascending(stream, disordered, "of its writer in its stream");
}

/** What a writer's spool kept goes in the order in which it was kept, by whoever drains. */
function findOvertaken(events: readonly Stored[], ledger: Ledger, { disordered }: Findings): void {
  const spooled = events.filter(
    (event) => !isOwn(event) && ledger.acknowledged.get(event.uid)?.status === "spooled",
  );
  for (const list of groups(spooled, ({ writer }) => `${writer}`)) {
    const kept = list.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
    kept.forEach(({ uid, recordedAt }, at) => {
      if (recordedAt < (kept[at - 1]?.recordedAt ?? 0))
        disordered.push(`${uid} was recorded before what the same spool had kept before`);
    });
  }
}

function ascending(
  list: readonly { readonly uid: string; readonly sequence?: number | undefined }[],
  disordered: string[],
  what: string,
): void {
  list.forEach(({ uid, sequence = 0 }, at) => {
    const before = list[at - 1]?.sequence ?? 0;
    if (sequence <= before)
      disordered.push(`${uid} has number ${sequence} ${what}, after ${before}`);
  });
}

function isOwn({ uid }: { readonly uid: string }): boolean {
  return uid.startsWith("own-");
}

function groups<Item>(list: readonly Item[], nameOf: (item: Item) => string): Iterable<Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of list) {
    const name = nameOf(item);
    found.set(name, [...(found.get(name) ?? []), item]);
  }
  return found.values();
}

function wasSent(event: Stored, scenario: Scenario, lives: readonly number[]): boolean {
  const key = event.correlationId ?? "";
  const emitter = Number(key.split("/")[0]);
  const { seed, workspaceId, emitters } = scenario;
  const calls = emitters[emitter]?.calls ?? 0;
  const incarnations = lives.map((incarnations) => ({ incarnations }));
  const draft = plannedDraft({ seed, workspaceId, calls }, incarnations, key);
  if (draft === undefined || !event.known) return false;
  return (
    event.id === draft.id &&
    event.action === draft.action &&
    event.workspaceId === workspaceId &&
    (draft.uid === undefined || event.uid === draft.uid) &&
    (draft.timestamp === undefined || event.timestamp === draft.timestamp) &&
    JSON.stringify(event.metadata) === JSON.stringify(draft.metadata)
  );
}

function compareAll(a: Stored, b: Stored): number {
  return compare(a.id, b.id) || a.timestamp - b.timestamp || compare(a.uid, b.uid);
}

function byUid(a: { readonly uid: string }, b: { readonly uid: string }): number {
  return compare(a.uid, b.uid);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
