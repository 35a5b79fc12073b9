import type { Outcome } from "@audit/events";
import { Command, Option } from "commander";
import { actionNames } from "../action-names.ts";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { collect, count } from "../option-values.ts";
import { eventHead, eventRow } from "../print/event-row.ts";
import { openSession } from "../session.ts";
import { NothingFoundError } from "../usage-error.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly action: readonly string[];
  readonly actor?: string;
  readonly target?: string;
  readonly correlation?: string;
  readonly outcome?: Outcome;
  readonly text?: string;
  readonly oldest?: true;
  readonly limit: number;
  readonly cursor?: string;
}

/** Gives `audit search`. */
export function searchCommand(): Command {
  return withPrinting(
    withConnection(new Command("search"))
      .description("Find events of all entities: those that every filter holds for.")
      .option("--from <time>", "what happened then or later")
      .option("--to <time>", "what happened then or before")
      .option("--action <name>", "this action; more than once for several", collect, [])
      .option("--actor <id>", 'id of who did it; "" is the system')
      .option("--target <type:id>", "a resource that it touched")
      .option("--correlation <id>", "the story it belongs to")
      .addOption(
        new Option("--outcome <outcome>", "how it ended").choices(["success", "failure", "denied"]),
      )
      .option("--text <text>", "a part of the metadata's JSON; needs --from and --to")
      .option("--oldest", "oldest first")
      .option("--limit <number>", "how many at most, up to 1000", count, 30)
      .option("--cursor <text>", "go on behind a page, with the same filters"),
  )
    .addHelpText(
      "after",
      "\nExample:\n  $ audit search --action monitor.down --from 2025-03-02 --to now --limit 10",
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId } = session;
  const { events, cursor } = await session.store().search({
    workspaceId,
    ...session.span(flags),
    actions: actionNames(flags.action),
    actorId: flags.actor,
    target: flags.target,
    correlationId: flags.correlation,
    outcome: flags.outcome,
    text: flags.text,
    order: flags.oldest ? "oldest" : "newest",
    limit: flags.limit,
    cursor: flags.cursor,
  });
  if (out.mode === "json") await out.json({ workspaceId, events, cursor });
  else if (out.mode === "ndjson") for (const event of events) await out.json(event);
  if (events.length === 0)
    throw new NothingFoundError(
      flags.cursor === undefined ? "Found no event" : "Found no more events",
      flags.cursor === undefined
        ? "Leave a filter out, or look into another --workspace"
        : undefined,
    );
  if (out.mode === "text") {
    await out.heading(`${events.length} events`, `times in ${session.zone.name}`);
    const rows = events.map((event) => {
      const [time = "", ...rest] = eventRow(event, session.show);
      return [time, event.id, ...rest];
    });
    const [time = "", ...rest] = eventHead;
    await out.rows(rows, [time, "id", ...rest]);
  }
  if (cursor !== undefined && out.mode !== "json")
    process.stderr.write(`There is more: add --cursor ${cursor}\n`);
}
