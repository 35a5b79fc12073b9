import type { AuditEvent } from "@audit/events";

const regions = ["gru", "fra", "iad", "lhr", "syd"];
const start = 1_700_000_000_000;
/** Each is one text in memory, as in the events that a store gives. */
const writers = Array.from({ length: 1_000 }, (_, index) => `w${index}`);

/**
 * Gives an event of one monitor's stream, its place counted from 0: a check every second, recorded
 * some 40 to 100 ms after it happened; every 10,000th a minute late.
 */
export function eventAt(index: number): AuditEvent {
  const timestamp = start + index * 1000;
  const isCreate = index === 0;
  const action = isCreate
    ? "monitor.create"
    : index % 2 === 1
      ? "monitor.down"
      : "monitor.recovered";
  const metadata = isCreate
    ? { name: "API" }
    : { region: regions[index % regions.length] ?? "gru", statusCode: 503, latency: index % 900 };
  return {
    known: true,
    workspaceId: "",
    id: "monitor:1",
    uid: `u${String(index).padStart(12, "0")}`,
    action,
    version: 1,
    recordedAction: action,
    recordedVersion: 1,
    metadata,
    timestamp,
    recordedAt: timestamp + (index % 10_000 === 5 ? 60_000 : 40 + (index % 7) * 10),
    actor: { id: "", name: "system", type: "system" },
    targets: [],
    outcome: "success",
    context: {},
    writer: writers[Math.floor(index / 50_000)] ?? "",
    sequence: (index % 50_000) + 1,
    previous: index % 50_000,
    copies: 1,
  };
}
