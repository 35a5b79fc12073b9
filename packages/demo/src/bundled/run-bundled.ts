import { setTimeout as sleep } from "node:timers/promises";
import { AuditLog } from "@audit/store";
import { terminalWidth } from "../print/terminal-width.ts";
import { withTinybird } from "../with-tinybird.ts";
import { storyText } from "./story-text.ts";
import { type Stream, tellStory } from "./tell-story.ts";
import { readWaves } from "./waves.ts";

const pause = 250;
// A laptop that is busy starting is slower than Tinybird is.
const appendDeadline = 30_000;

/** Appends the bundled outage in three waves of real time, reads it back and prints it. Gives the exit code. */
export async function runBundled({ json }: { readonly json: boolean }): Promise<number> {
  const story = await withTinybird({}, async (tb) => {
    const auditLog = new AuditLog({ tb, deadlines: { append: appendDeadline } });
    const { first, second, third } = await readWaves();
    await auditLog.publishAuditLog(first);
    await sleep(pause);
    await auditLog.publishAuditLog(second);
    const knownAt = Date.now();
    await sleep(pause);
    await auditLog.publishAuditLog(third);

    const read = async (action: string): Promise<Stream> => {
      const id = first.find((draft) => draft.action === action)?.id ?? "";
      return (await auditLog.getAuditLog({ event_id: id })).data;
    };
    return tellStory(await read("monitor.create"), await read("incident.create"), knownAt);
  });
  if (json) {
    const { states, pair } = story;
    console.log(JSON.stringify({ states, pair }, undefined, 2));
  } else console.log(storyText(story, terminalWidth()));
  return 0;
}
