import { completenessTable } from "@audit/store";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { findSpool, lookAtSpool } from "../look-at-spool.ts";
import { count } from "../option-values.ts";
import { openSession } from "../session.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly spool?: string;
}

/** Gives `audit completeness`. */
export function completenessCommand(): Command {
  return withPrinting(
    withConnection(new Command("completeness"))
      .description(
        "Say whether all that was recorded in a window is there, by the writers' numbers, of all workspaces.",
      )
      .option("--from <time>", "recorded then or later (default: a day before --to)")
      .option("--to <time>", "recorded then or before (default: 10 s ago)")
      .option("--limit <number>", "how many writers to list", count)
      .option("--spool <dir>", "a spool of this machine: what waits in it is told too"),
  )
    .addHelpText(
      "after",
      "\nExits with 3 when it is not complete.\n\nExample:\n  $ audit completeness --from 2025-03-02 --to now",
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, show } = session;
  const options = { ...session.span(flags), limit: flags.limit };
  const folder = flags.spool === undefined ? undefined : await findSpool(flags.spool);
  const store = session.store();
  const answer =
    folder === undefined
      ? await store.completeness(options)
      : await lookAtSpool(folder, (spool) => store.completeness({ ...options, spool }));
  if (!answer.isComplete) process.exitCode = exitCodes.nothing;
  if (out.mode !== "text") return out.json(answer);
  const { missing, quarantined, reused } = answer.totals;
  const waiting = answer.spool?.events ? `, ${answer.spool.events} wait in the spool` : "";
  await out.heading(
    answer.isComplete
      ? "Complete, as far as the numbers show"
      : `Not complete: ${missing} missing, ${quarantined} in quarantine, ${reused} reused${waiting}`,
    `recorded ${show(answer.from)} to ${show(answer.to)}, times in ${session.zone.name}`,
  );
  const rows = completenessTable(answer).map(({ newest: _, gaps, ...row }) => ({ ...row, gaps }));
  const head = Object.keys(rows[0] ?? {});
  await out.rows(
    rows.map((row) => Object.values(row).map((cell) => String(cell ?? ""))),
    head,
  );
  for (const { sentence } of answer.unknowable) await out.line(`- ${sentence}`);
}
