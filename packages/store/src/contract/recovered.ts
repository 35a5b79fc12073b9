/** A moment in the past, in ms since epoch, UTC. */
export const noon = 1_700_000_000_000;

/** Gives a draft of the plainest event there is: a monitor answers again. */
export const recovered = (
  workspaceId: string,
  uid: string | undefined,
  timestamp = noon,
  id = "monitor:1",
) =>
  ({
    id,
    action: "monitor.recovered",
    metadata: { region: "gru" },
    workspaceId,
    uid,
    timestamp,
  }) as const;
