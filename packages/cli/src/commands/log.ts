import { Command } from "commander";
import { actionNames } from "../action-names.ts";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { collect, count } from "../option-values.ts";
import { eventHead, eventRow } from "../print/event-row.ts";
import { withProgress } from "../print/progress.ts";
import { openSession } from "../session.ts";
import { unknownEntity } from "../similar-ids.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly action: readonly string[];
  readonly limit?: number;
  readonly newest?: true;
}

/** Gives `audit log`. */
export function logCommand(): Command {
  return withPrinting(
    withConnection(new Command("log"))
      .description("Print the events of an entity, in order.")
      .argument("<id>", "the entity, monitor:1")
      .option("--from <time>", "only what happened then or later")
      .option("--to <time>", "only what happened then or before")
      .option("--known-at <time>", "only what was recorded by then")
      .option("--action <name>", "only this action; more than once for several", collect, [])
      .option("--limit <number>", "how many events at most", count)
      .option("--newest", "newest first"),
  )
    .addHelpText("after", "\nExample:\n  $ audit log monitor:1 --from 2025-03-02 --limit 20")
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId } = session;
  const store = session.store();
  const events = store.read(id, {
    workspaceId,
    ...session.span(flags),
    knownAt: session.time(flags.knownAt),
    actions: actionNames(flags.action),
    limit: flags.limit,
    direction: flags.newest ? "backward" : "forward",
  });
  const all = [];
  let rows: string[][] = [];
  let found = 0;
  for await (const event of withProgress(events, "events")) {
    found += 1;
    if (out.mode === "ndjson") await out.json(event);
    else if (out.mode === "json") all.push(event);
    else {
      if (found === 1) await out.heading(id, `times in ${session.zone.name}`);
      rows.push(eventRow(event, session.show));
      // A part at a time: a stream may be longer than the memory.
      if (rows.length < 200) continue;
      await out.rows(rows, found === rows.length ? eventHead : undefined);
      rows = [];
    }
  }
  if (found === 0) throw await unknownEntity(store, id, workspaceId);
  if (out.mode === "json") await out.json({ id, workspaceId, events: all });
  if (rows.length > 0) await out.rows(rows, found === rows.length ? eventHead : undefined);
}
