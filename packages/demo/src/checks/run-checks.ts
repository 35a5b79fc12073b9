import { access, stat } from "node:fs/promises";
import { type EventStore, TinybirdEventStore, zodBirdTransport } from "@audit/store";
import { withTinybird } from "../with-tinybird.ts";
import { appendChecks } from "./append-checks.ts";
import { type DemoAction, demoCatalog } from "./checks-import.ts";
import { printLastMoments, printSummary } from "./print-summary.ts";
import { type Summary, summarize } from "./summarize.ts";

/** What to do, with absolute paths. */
export interface ChecksOptions {
  /** Omitted: answer from what is in `data`. */
  readonly file: string | undefined;
  /** Omitted: the data goes with the demo. */
  readonly data: string | undefined;
  readonly json: boolean;
}

const skippedLines = 2;
const namedAtMost = 20;

/** Takes a file of checks in, if there is one, and prints what became of every monitor. Gives the exit code. */
export async function runChecks({ file, data, json }: ChecksOptions): Promise<number> {
  if (file !== undefined) await readable(file);
  return withTinybird({ data }, async (tb) => {
    // A laptop that is busy starting is slower than Tinybird is.
    const transport = zodBirdTransport(tb, { append: 30_000 });
    const store = new TinybirdEventStore({ transport, catalog: demoCatalog });
    const skipped = file === undefined ? [] : await appendChecks(store, file, progress());
    for (const { line, problem } of skipped.slice(0, namedAtMost))
      console.error(`line ${line} skipped: ${problem}`);
    if (skipped.length > namedAtMost)
      console.error(`… and ${skipped.length - namedAtMost} more lines`);

    const stored = await summarize(store);
    if (stored === undefined && file === undefined)
      throw new Error(
        `Cannot answer from "${data}" as checks must have been kept there: give them with --checks FILE`,
      );
    const summary = {
      monitors: stored?.monitors ?? [],
      skipped: file === undefined ? (stored?.skipped ?? 0) : skipped.length,
    };
    if (json) console.log(JSON.stringify(summary, undefined, 2));
    else await printForPerson(store, summary);
    return skipped.length > 0 ? skippedLines : 0;
  });
}

async function printForPerson(store: EventStore<DemoAction>, summary: Summary): Promise<void> {
  printSummary(summary);
  const busiest = mostIncidents(summary);
  if (busiest !== undefined) {
    const events = [];
    for await (const event of store.read(`monitor:${busiest}`)) events.push(event);
    printLastMoments(events);
  }
  if (summary.skipped > 0) console.log(`\nLines skipped: ${summary.skipped}`);
}

async function readable(file: string): Promise<void> {
  try {
    await access(file);
    if ((await stat(file)).isDirectory()) throw new Error("it is a directory");
  } catch (cause) {
    throw new Error(`Cannot read the checks as "${file}" must be a file that can be read`, {
      cause,
    });
  }
}

function mostIncidents({ monitors }: Summary): string | undefined {
  const [first] = [...monitors].sort((a, b) => b.incidents - a.incidents);
  return first?.monitor;
}

/** Says on stderr how far it is, where a person looks on. */
function progress(): (done: number, all: number) => void {
  if (process.stderr.isTTY !== true) return () => undefined;
  return (done, all) =>
    process.stderr.write(`\r${done} of ${all} checks${done === all ? "\n" : ""}`);
}
