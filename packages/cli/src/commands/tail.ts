import type { AuditEvent, BuiltInAction } from "@audit/events";
import { Command } from "commander";
import { actionNames } from "../action-names.ts";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { collect, count } from "../option-values.ts";
import { eventRow } from "../print/event-row.ts";
import { openSession } from "../session.ts";
import { NothingFoundError } from "../usage-error.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly action: readonly string[];
  readonly lines: number;
  readonly follow?: true;
}

/** Gives `audit tail`. */
export function tailCommand(): Command {
  return withPrinting(
    withConnection(new Command("tail"))
      .description("Print the last events of a workspace, and with --follow the next ones.")
      .option("-n, --lines <number>", "how many, up to 1000", count, 10)
      .option("-f, --follow", "wait for more, until Ctrl-C")
      .option("--action <name>", "only this action; more than once for several", collect, []),
  )
    .addHelpText("after", "\nExample:\n  $ audit tail -n 5 --action monitor.down")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId } = session;
  const store = session.store();
  const actions = actionNames(flags.action);
  const print = async (event: AuditEvent<BuiltInAction>) => {
    if (out.mode !== "text") return out.json(event);
    const [time = "", ...rest] = eventRow(event, session.show);
    return out.rows([[time, event.id, ...rest]]);
  };
  const { events } = await store.search({ workspaceId, actions, limit: flags.lines });
  const last = events.toReversed();
  if (!flags.follow) {
    if (out.mode === "json") await out.json({ workspaceId, events: last });
    if (last.length === 0) throw new NothingFoundError("Found no event");
    if (out.mode !== "json") for (const event of last) await print(event);
    return;
  }
  process.once("SIGINT", () => process.exit(exitCodes.ok));
  process.once("SIGTERM", () => process.exit(exitCodes.ok));
  for (const event of last) await print(event);
  const shown = new Set(last.map(({ uid }) => uid));
  // What was recorded since the newest that was shown, so that nothing falls between both questions.
  const after =
    last.length === 0 ? undefined : Math.max(...last.map((event) => event.recordedAt)) - 1;
  const tail = store.tail({
    workspaceId,
    actions,
    after,
    onMissed: ({ deliveries }) =>
      process.stderr.write(`${deliveries} became visible too late to be shown\n`),
    onRetry: (error) =>
      process.stderr.write(
        `${error instanceof Error ? error.message : String(error)}; trying again\n`,
      ),
  });
  for await (const { event } of tail) if (!shown.delete(event.uid)) await print(event);
}
