import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { catalog } from "@audit/events";
import { InterruptedImportError, importEvents, type TransferFormat } from "@audit/store/transfer";
import { Command, Option } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { plainText } from "../print/plain-text.ts";
import { startProgress } from "../print/progress.ts";
import { openSession } from "../session.ts";
import { workingDirectory } from "../settings.ts";
import { formatOf, formats } from "../transfer-format.ts";
import { UsageError } from "../usage-error.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly format?: TransferFormat;
  readonly skipInvalid?: true;
  readonly strict?: true;
  readonly continueAt?: string;
}

/** Gives `audit import`. */
export function importCommand(): Command {
  return withPrinting(
    withConnection(new Command("import"))
      .description("Append events as they were recorded elsewhere; again it changes nothing.")
      .argument("<file>", "what audit export wrote, - for stdin")
      .addOption(
        new Option("--format <format>", "default: by the file's name, else ndjson").choices(
          formats,
        ),
      )
      .option("--skip-invalid", "pass over lines that are no event, and name them")
      .option("--strict", "take only events that the catalog understands")
      .option("--continue-at <bytes:lines>", "go on where an import ended"),
  )
    .addHelpText(
      "after",
      "\nWithout --workspace each event keeps its own. Exits with 3 when lines were skipped.\n\nExample:\n  $ audit export --id monitor:1 | audit import -",
    )
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out } = session;
  const progress = startProgress("events imported");
  let events = 0;
  const source = file === "-" ? process.stdin : createReadStream(resolve(workingDirectory(), file));
  try {
    const report = await importEvents(session.store(), source, {
      format: flags.format ?? formatOf(file),
      workspaceId: flags.workspace,
      catalog: flags.strict ? catalog : undefined,
      checkpoint: readPlace(flags.continueAt),
      ...(flags.skipInvalid && {
        onInvalidLine: ({ message }) => {
          process.stderr.write(`${plainText(message)}\n`);
        },
      }),
      onProgress(so) {
        progress.add(so.events - events);
        events = so.events;
      },
    });
    if (report.invalidLines > 0) process.exitCode = exitCodes.nothing;
    if (out.mode !== "text") return await out.json(report);
    const skipped = report.invalidLines > 0 ? `, ${report.invalidLines} lines skipped` : "";
    await out.line(`${report.events} events imported${skipped}`);
  } catch (error) {
    if (error instanceof InterruptedImportError && file !== "-") {
      const { bytes, lines } = error.report.checkpoint;
      process.stderr.write(`Go on with --continue-at ${bytes}:${lines}\n`);
    }
    throw error;
  } finally {
    progress.end();
  }
}

function readPlace(text: string | undefined) {
  if (text === undefined) return undefined;
  const [, bytes, lines] = /^(\d{1,15}):(\d{1,15})$/.exec(text) ?? [];
  if (bytes === undefined || lines === undefined)
    throw new UsageError("Cannot read --continue-at: it is what an import that ended has said");
  return { bytes: Number(bytes), lines: Number(lines) };
}
