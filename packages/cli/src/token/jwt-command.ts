import { Command } from "commander";
import type { PrintFlags } from "../common-options.ts";
import { count } from "../option-values.ts";
import { plainText } from "../print/plain-text.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { fixedScopes } from "./fixed-scopes.ts";
import { namedEndpoints } from "./named-endpoints.ts";
import { readPipes } from "./read-project.ts";
import { signToken } from "./sign-token.ts";
import { tinybirdWorkspace } from "./tinybird-workspace.ts";
import { tokenLifetime } from "./token-lifetime.ts";
import { requireWorkspace, tokenSettings } from "./token-settings.ts";
import { tryToken } from "./try-token.ts";
import { type TokenFlags, withTokenFlags } from "./with-token-flags.ts";

interface Flags extends TokenFlags, PrintFlags {
  readonly ttl: string;
  readonly limitRps?: number;
  readonly tinybirdWorkspace?: string;
}

/** Gives `audit token jwt`. */
export function jwtCommand(): Command {
  return withTokenFlags(new Command("jwt"))
    .description("Sign a token for a browser: it runs pipes for one workspace, until it ends.")
    .argument("<name>", "the token's name, in Tinybird's statistics and for --limit-rps")
    .option("--ttl <duration>", "for how long it holds: 15m, 1h, 1d, up to 30d", "1h")
    .option("--limit-rps <number>", "requests a second, of all tokens of this name", count)
    .option(
      "--tinybird-workspace <id>",
      "Tinybird's own workspace (AUDIT_TINYBIRD_WORKSPACE, default: the server is asked)",
    )
    .exitOverride()
    .addHelpText(
      "after",
      `
Each pipe gets --workspace as its parameter workspace_id, whatever a request says;
it hides what the pipe hides by it. Stdout has the token alone.
The key is AUDIT_SIGNING_KEY, else AUDIT_TOKEN: the administrator's token.

Example:
  $ audit token jwt dashboard --workspace ws_1 --pipe api_audit_log --ttl 1h`,
    )
    .action(run);
}

async function run(name: string, flags: Flags): Promise<void> {
  const { out, show, zone } = openSession(flags);
  const { connection, ...setting } = tokenSettings(flags);
  const workspace = requireWorkspace(setting.workspace);
  const seconds = tokenLifetime(flags.ttl);
  if (name === "") throw new UsageError("Cannot sign a token without a name");
  const project = { datasources: new Map(), pipes: await readPipes(connection) };
  const pipes = namedEndpoints(project, flags.pipe);
  const [first] = pipes;
  if (first === undefined)
    throw new UsageError("Cannot sign a token that runs nothing", "Name an endpoint with --pipe");
  const scopes = fixedScopes(project, { workspace, pipes });
  if (flags.dryRun) {
    if (out.mode !== "text") return out.json({ scopes, name });
    for (const { type, resource } of scopes)
      await out.line(`${type}:${resource} workspace_id=${workspace}`);
    return;
  }
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const token = await signToken(
    {
      tinybirdWorkspace: setting.tinybirdWorkspace ?? (await tinybirdWorkspace(connection)),
      name,
      scopes,
      rps: flags.limitRps,
      expires,
    },
    setting.signingKey,
  );
  await tryToken(connection.url, token, first.name);
  if (out.mode !== "text")
    return out.json({ token, scopes, name, expires: expires * 1000, rps: flags.limitRps });
  await out.line(token);
  const read = scopes.map(({ resource }) => resource).join(", ");
  process.stderr.write(
    `${plainText(`${name}: runs ${read} for workspace ${JSON.stringify(workspace)}, until ${show(expires * 1000)} (${zone.name})`)}\n`,
  );
}
