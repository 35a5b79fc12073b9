import type { RecordedEvent } from "./event.ts";

/** A recorded event with plain values, for tests. */
export function recorded(
  action: string,
  metadata: unknown,
  rest: Partial<RecordedEvent> = {},
): RecordedEvent {
  return {
    workspaceId: "",
    id: "monitor:1",
    uid: "u1",
    action,
    version: 1,
    metadata,
    timestamp: 1_700_000_000_000,
    recordedAt: 1_700_000_000_100,
    actor: { id: "", name: "system", type: "system" },
    targets: [],
    outcome: "success",
    context: {},
    writer: "w1",
    sequence: 1,
    previous: 0,
    copies: 1,
    ...rest,
  };
}
