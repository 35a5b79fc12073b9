import { Command } from "commander";
import type { PrintFlags } from "../common-options.ts";
import { collect } from "../option-values.ts";
import { Output } from "../print/output.ts";
import { plainText } from "../print/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { makeToken } from "./make-token.ts";
import { readProject } from "./read-project.ts";
import { requestedScopes } from "./requested-scopes.ts";
import { scopeText } from "./scope.ts";
import { requireWorkspace, tokenSettings } from "./token-settings.ts";
import { type TokenFlags, withTokenFlags } from "./with-token-flags.ts";

interface Flags extends TokenFlags, PrintFlags {
  readonly datasource: readonly string[];
}

/** Gives `audit token create`. */
export function createCommand(): Command {
  return withTokenFlags(new Command("create"))
    .description("Make a token that runs pipes with the rows of one workspace alone.")
    .argument("<name>", "the token's name")
    .option(
      "--datasource <name:filter>",
      "instead of --workspace: a filter in SQL for this data source alone, as Tinybird has it",
      collect,
      [],
    )
    .exitOverride()
    .addHelpText(
      "after",
      `
Every data source that has workspace_id is filtered, also where a pipe reads it.
Stdout has the token alone: TOKEN=$(audit token create …). Tinybird Forward takes
no filters for such tokens: there it is "audit token jwt".

Example:
  $ audit token create company_1 --workspace ws_1 --pipe api_audit_log --pipe api_totals`,
    )
    .action(run);
}

async function run(name: string, flags: Flags): Promise<void> {
  const out = outputOf(flags);
  const { connection, ...setting } = tokenSettings(flags);
  const isRaw = flags.datasource.length > 0;
  if (isRaw && flags.workspace !== undefined)
    throw new UsageError(
      "Cannot take --datasource with --workspace: it filters all data sources already",
    );
  const workspace = isRaw ? undefined : requireWorkspace(setting.workspace);
  if (!isRaw && flags.pipe.length === 0)
    throw new UsageError("Cannot make a token that runs nothing", "Name an endpoint with --pipe");
  const { scopes, warnings } = requestedScopes(await readProject(connection), {
    pipes: flags.pipe,
    workspace,
    datasources: flags.datasource,
  });
  for (const warning of warnings) process.stderr.write(`${plainText(warning)}\n`);
  if (flags.dryRun) {
    if (out.mode !== "text") return out.json({ scopes, name });
    for (const scope of scopes) await out.line(scopeText(scope));
    return;
  }
  const made = await makeToken(connection, { name, scopes });
  if (out.mode !== "text") return out.json(made);
  // Alone, for a variable of a shell.
  await out.line(made.token);
  const rows =
    workspace === undefined ? "" : `, rows of workspace ${JSON.stringify(workspace)} alone`;
  const read = made.scopes.map(({ resource }) => resource).join(", ");
  process.stderr.write(`${plainText(`${name}: reads ${read}${rows}`)}\n`);
}

/** Gives where a command about tokens prints. */
export function outputOf({ json, ndjson }: PrintFlags): Output {
  if (json && ndjson) throw new UsageError("Cannot print --json and --ndjson at once");
  return new Output(json ? "json" : ndjson ? "ndjson" : "text");
}
