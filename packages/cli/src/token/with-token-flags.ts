import type { Command } from "commander";
import { type ConnectionFlags, withPrinting } from "../common-options.ts";
import { collect } from "../option-values.ts";

/** Flags that every command about tokens has. */
export interface TokenFlags extends ConnectionFlags {
  readonly pipe: readonly string[];
  readonly dryRun?: true;
}

/** Adds the flags of a command about tokens. Its workspace has no default, unlike that of a question. */
export function withTokenFlags(command: Command): Command {
  return withPrinting(
    command
      .option("--url <url>", "Tinybird's address (AUDIT_URL)")
      .option(
        "--token <token>",
        "the administrator's token, better as AUDIT_TOKEN: others see arguments",
      )
      .option("--workspace <id>", 'whose rows it shows (AUDIT_WORKSPACE); "" is one, too')
      .option(
        "--pipe <name>",
        "an endpoint that it may run; more than once for several",
        collect,
        [],
      )
      .option("--dry-run", "print its scopes, and make nothing"),
  );
}
