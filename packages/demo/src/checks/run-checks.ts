import { createReadStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import { readChecks } from "@audit/incident-service";
import { type EventStore, TinybirdEventStore, zodBirdTransport } from "@audit/store";
import { terminalWidth } from "../print/terminal-width.ts";
import { withTinybird } from "../with-tinybird.ts";
import { checkDataDirectory } from "./check-data-directory.ts";
import { type DemoAction, demoCatalog } from "./checks-import.ts";
import { importChecks } from "./import-checks.ts";
import { momentsText } from "./moments-text.ts";
import { type Summary, summarize } from "./summarize.ts";
import { summaryText } from "./summary-text.ts";

/** What to do, with absolute paths. */
export interface ChecksOptions {
  /** Omitted: answer from what is in `data`. */
  readonly file: string | undefined;
  /** Omitted: the data goes with the demo. */
  readonly data: string | undefined;
  readonly json: boolean;
}

const skippedLines = 2;

/** Takes a file of checks in, if there is one, and prints what became of every monitor. Gives the exit code. */
export async function runChecks({ file, data, json }: ChecksOptions): Promise<number> {
  if (file !== undefined) await readable(file);
  if (data !== undefined) await checkDataDirectory(data, file === undefined);
  return withTinybird({ data }, async (tb) => {
    // A laptop that is busy starting is slower than Tinybird is.
    const transport = zodBirdTransport(tb, { append: 30_000 });
    const store = new TinybirdEventStore({ transport, catalog: demoCatalog });
    const skipped = file === undefined ? undefined : await takeIn(store, file);
    const stored = await summarize(store);
    if (stored === undefined && skipped === undefined)
      throw new Error(
        `Cannot answer from "${data}" as checks must have been imported there: give them with --checks FILE`,
      );
    const summary = {
      monitors: stored?.monitors ?? [],
      skipped: skipped ?? stored?.skipped ?? 0,
    };
    if (json) console.log(JSON.stringify(summary, undefined, 2));
    else await printForPerson(store, summary);
    return skipped === undefined || skipped === 0 ? 0 : skippedLines;
  });
}

/** Imports a file, names the lines that are no checks, and gives how many those are. */
async function takeIn(store: EventStore<DemoAction>, file: string): Promise<number> {
  const { checks, skipped } = await readChecks(createReadStream(file), Date.now());
  for (const { line, problem } of skipped) console.error(`line ${line} skipped: ${problem}`);
  await importChecks(store, checks, skipped.length, progress());
  return skipped.length;
}

async function printForPerson(store: EventStore<DemoAction>, summary: Summary): Promise<void> {
  const width = terminalWidth();
  console.log(summaryText(summary, width));
  const busiest = mostIncidents(summary);
  if (busiest !== undefined) {
    const events = [];
    for await (const event of store.read(`monitor:${busiest.monitor}`)) events.push(event);
    const note =
      busiest.incidents === 0 ? "No monitor had an incident" : "The monitor with most incidents";
    console.log(`\n${momentsText(events, note, width)}`);
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

function mostIncidents({ monitors }: Summary): Summary["monitors"][number] | undefined {
  const [first] = [...monitors].sort((a, b) => b.incidents - a.incidents);
  return first;
}

/** Says on stderr how far it is, where a person looks on. */
function progress(): (done: number, all: number) => void {
  if (process.stderr.isTTY !== true) return () => undefined;
  return (done, all) =>
    process.stderr.write(`\r${done} of ${all} events${done === all ? "\n" : ""}`);
}
