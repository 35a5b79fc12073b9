import { createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { exportEvents, type TransferFormat } from "@audit/store/transfer";
import { Command, Option } from "commander";
import { actionNames } from "../action-names.ts";
import { type ConnectionFlags, withConnection } from "../common-options.ts";
import { collect } from "../option-values.ts";
import { startProgress } from "../print/progress.ts";
import { openSession } from "../session.ts";
import { workingDirectory } from "../settings.ts";
import { formatOf, formats } from "../transfer-format.ts";

interface Flags extends ConnectionFlags {
  readonly zone?: string;
  readonly format?: TransferFormat;
  readonly out?: string;
  readonly id: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly action: readonly string[];
}

/** Gives `audit export`. */
export function exportCommand(): Command {
  return withConnection(new Command("export"))
    .description("Write the events of a workspace as text, as they were recorded.")
    .addOption(
      new Option("--format <format>", "default: by the name of --out, else ndjson").choices(
        formats,
      ),
    )
    .option("--out <file>", "write there, not to stdout")
    .option("--id <id>", "only this entity; may come again", collect, [])
    .option("--from <time>", "only what happened then or later")
    .option("--to <time>", "only what happened then or before")
    .option("--known-at <time>", "only what was recorded by then: a cut that no append moves")
    .option("--action <name>", "only this action; may come again", collect, [])
    .option("--zone <name>", "time zone of the times given (AUDIT_ZONE)")
    .addHelpText("after", "\nExample:\n  $ audit export --id monitor:1 --format csv")
    .action(run);
}

async function run({ out, ...flags }: Flags): Promise<void> {
  const session = openSession(flags);
  const progress = startProgress("events written");
  let events = 0;
  const chunks = exportEvents(session.store(), {
    format: flags.format ?? formatOf(out),
    workspaceId: session.workspaceId,
    ids: flags.id.length === 0 ? undefined : flags.id,
    ...session.span(flags),
    knownAt: session.time(flags.knownAt),
    actions: actionNames(flags.action),
    onProgress(report) {
      progress.add(report.events - events);
      events = report.events;
    },
  });
  try {
    if (out === undefined) await pipeline(chunks, process.stdout, { end: false });
    else
      await pipeline(chunks, createWriteStream(resolve(workingDirectory(), out), { mode: 0o600 }));
  } finally {
    progress.end();
  }
  if (out !== undefined) process.stderr.write(`${events} events written to ${out}\n`);
}
