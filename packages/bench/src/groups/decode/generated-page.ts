import { generateEvents } from "../../../../cli/src/generate/generate-events.ts";
import { encodeRow } from "../../../../store/src/row.ts";

/** Gives rows as the generator makes them: monitors, incidents with their stories, several workspaces and writers. */
export function generatedPage(work: number): string {
  const lines: string[] = [];
  const workspaces = ["acme", "globex"];
  const options = { seed: "bench", from: Date.UTC(2024, 0, 1), monitors: 40, workspaces };
  for (const event of generateEvents({ ...options, days: 365 })) {
    const { recordedAt: recorded_at, timestamp } = event;
    const writer = `writer-${lines.length % 3}`;
    lines.push(
      JSON.stringify({
        correlation_id: "",
        causation_id: "",
        ...encodeRow({ ...event, writer }),
        exact_timestamp: String(timestamp),
        recorded_at,
      }),
    );
    if (lines.length === work) break;
  }
  return lines.join("\n");
}
