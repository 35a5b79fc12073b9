#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { commandList } from "./command-list.ts";
import { exitCodes } from "./exit-codes.ts";

// The reader of a pipe has enough: `audit log … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? exitCodes.ok : exitCodes.error);
});

const name = process.argv[2] ?? "help";
const asked = Object.hasOwn(commandList, name) ? commandList[name] : undefined;
const loaders = asked === undefined ? Object.values(commandList) : [asked];

const program = new Command("audit")
  .description("Ask the audit log: what was, what changed, when and by whom.")
  .addHelpText(
    "after",
    `
The server: --url and --token, else AUDIT_URL and AUDIT_TOKEN, else .env in this folder.
Times: 10:42, yesterday 9am, 2h ago, 2026-03-02 10:42, 2026-03-02T10:42:00Z, ms since epoch.
Exit codes: 0 done, 1 it failed, 2 wrong usage, 3 nothing found, or not complete,
130 ended by Ctrl-C before its end.`,
  )
  .exitOverride()
  .showSuggestionAfterError();
for (const load of loaders) {
  const command = (await load()).exitOverride().showHelpAfterError('(see "--help")');
  program.addCommand(command);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    // Asked for help it says 0; everything else is a wrong command line.
    process.exitCode =
      error.exitCode === 0 || process.argv.length <= 2 ? exitCodes.ok : exitCodes.usage;
  else {
    const { tellError } = await import("./tell-error.ts");
    process.exitCode = tellError(error);
  }
}
