/** Within one year, as a partition is. */
const firstTimestamp = Date.UTC(2024, 0, 1);
const monitors = 1_000;

/** Gives a body of events as the store sends them; each number is an event of its own, a second after the one before. */
export function eventLines(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => eventLine(first + index)).join("\n");
}

function eventLine(number: number): string {
  const id = String(number % monitors);
  return JSON.stringify({
    workspace_id: `workspace-${number % 10}`,
    id: `monitor:${id}`,
    uid: number.toString(16).padStart(32, "0"),
    action: number % 2 === 0 ? "monitor.down" : "monitor.up",
    version: 1,
    metadata: JSON.stringify({ region: "gru", statusCode: 503, latency: number % 977 }),
    timestamp: firstTimestamp + 1_000 * number,
    actor: JSON.stringify({ id: `user_${number % 100}`, type: "user", name: "Ada Lovelace" }),
    targets: JSON.stringify([{ id, type: "monitor" }]),
    outcome: "success",
    context: JSON.stringify({ ip: "192.0.2.1", userAgent: "Mozilla/5.0" }),
    writer: "6f1c2d7e-checker",
    sequence: number + 1,
    previous: number,
  });
}
