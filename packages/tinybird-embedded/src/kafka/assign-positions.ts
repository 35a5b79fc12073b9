import type { Admin } from "kafkajs";
import type { Logger } from "pino";
import type { Journal } from "../durability/journal.ts";
import type { Position } from "../write-ahead-log/positions.ts";
import { startPosition } from "./start-position.ts";
import type { TopicReading } from "./topic-reading.ts";

/** The partitions of one topic that a consumer was given. */
export interface AssignedTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** What positions are worked out from. */
export interface AssignmentContext {
  readonly admin: Admin;
  readonly journal: Journal;
  readonly cluster: string;
  readonly group: string;
  readonly readings: ReadonlyMap<string, TopicReading>;
  readonly log: Logger;
}

/**
 * Gives where each partition begins: after what the log has and the group has committed, whichever is further. Where
 * neither has anything the beginning is logged first, so that no later start begins elsewhere.
 */
export async function assignPositions(
  { admin, journal, cluster, group, readings, log }: AssignmentContext,
  assigned: readonly AssignedTopic[],
): Promise<Position[]> {
  const positions: Position[] = [];
  const begun: Position[] = [];
  for (const { topic, partitions } of assigned) {
    const reading = readings.get(topic);
    if (reading === undefined) continue;
    const offsets = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    for (const partition of partitions) {
      const place = { cluster, group, topic, partition };
      const found = offsets.find((each) => each.partition === partition);
      const low = Number(found?.low ?? 0);
      const high = Number(found?.high ?? 0);
      const stored = committed?.partitions.find((each) => each.partition === partition);
      const known = { logged: journal.positions.next(place), committed: Number(stored?.offset) };
      const { next, why } = startPosition(
        { ...known, committed: known.committed >= 0 ? known.committed : undefined, low, high },
        reading.messagePlan.source.reset,
      );
      if (why === "expired" || why === "replaced") {
        const facts = { topic, partition, ...known, low, high, next };
        log.warn(facts, `a partition is begun elsewhere: ${what[why]}`);
      }
      positions.push({ ...place, next });
      if (why !== undefined) begun.push({ ...place, next });
      reading.at(partition, next, high);
    }
  }
  if (begun.length > 0) await journal.commit({ kind: "insert", parts: [], positions: begun });
  return positions;
}

const what = {
  expired: "messages were gone before they were read",
  replaced: "it has fewer messages than were read of it",
};
