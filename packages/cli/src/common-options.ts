import type { Command } from "commander";

/** Flags that every command which asks a server has. */
export interface ConnectionFlags {
  readonly url?: string;
  readonly token?: string;
  readonly workspace?: string;
}

/** Flags that every command which prints has. */
export interface PrintFlags {
  readonly zone?: string;
  readonly json?: true;
  readonly ndjson?: true;
}

/** Adds the flags of a connection. */
export function withConnection(command: Command): Command {
  return command
    .option("--url <url>", "Tinybird's address (AUDIT_URL)")
    .option("--token <token>", "Tinybird's token, better as AUDIT_TOKEN: others see arguments")
    .option("--workspace <id>", 'workspace (AUDIT_WORKSPACE, default: "")');
}

/** Adds the flags of the output. */
export function withPrinting(command: Command): Command {
  return command
    .option(
      "--zone <name>",
      "time zone of what is read and shown (AUDIT_ZONE, default: the system's)",
    )
    .option("--json", "print one JSON document")
    .option("--ndjson", "print one JSON object a line");
}
