import type { RecordedEvent } from "@audit/events";

const recordedLeast = {
  workspaceId: "",
  timestamp: 1_700_000_000_000,
  recordedAt: 1_700_000_000_100,
  actor: { id: "", name: "system", type: "system" },
  targets: [],
  outcome: "success",
  context: {},
  copies: 1,
};

const recordedFully = {
  workspaceId: "workspace",
  timestamp: 1_700_000_000_000,
  recordedAt: 1_700_000_000_100,
  actor: {
    id: "agent-1",
    name: "Triage",
    type: "agent",
    onBehalfOf: { id: "user-1", name: "Ada", type: "user" },
  },
  targets: [{ id: "1", type: "monitor", name: "API" }],
  outcome: "denied",
  context: {
    ip: "192.0.2.1",
    userAgent: "browser",
    requestId: "request",
    traceId: "trace",
  },
  correlationId: "story",
  causationId: "cause",
  writer: "writer",
  sequence: 2,
  previous: 1,
  copies: 2,
  otherDeliveries: [{ writer: "other writer", sequence: 1, previous: 0 }],
};

/** Gives a recorded event around metadata: with every field of the envelope, or with the least. */
export function sampleEvent(
  recordedAs: Pick<RecordedEvent, "action" | "version" | "metadata">,
  name: string,
): RecordedEvent {
  const { action, version, metadata } = recordedAs;
  const [entityType] = action.split(".");
  const id = `${entityType}:1`;
  const envelope = name.startsWith("minimal") ? recordedLeast : recordedFully;
  return { ...envelope, id, uid: name, action, version, metadata };
}
