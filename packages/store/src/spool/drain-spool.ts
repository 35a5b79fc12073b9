import { stat } from "node:fs/promises";
import { assertMethods } from "../assert-option.ts";
import { dataProject } from "../data-project.ts";
import type { Transport } from "../transport.ts";
import { systemClock } from "./clock.ts";
import { type DrainResult, drain } from "./drain.ts";
import { ifMissing } from "./spool-files.ts";

/** What to drain, and where to. */
export interface DrainSpoolOptions {
  readonly directory: string;
  readonly transport: Transport;
  /** @defaultValue `audit_log` */
  readonly datasource?: string | undefined;
}

/**
 * Sends what a spool holds, from any process: a cron job, a command, the process that comes after a
 * crash. Others may add to it meanwhile.
 *
 * Ends when what was there at its start is sent, or with the first failure, and never rejects for one: see the result's
 * `outcome`. A directory that is not there is empty. Rows may arrive twice, always with the same `uid`.
 *
 * @throws {InvalidOptionError} when `transport` is no Transport
 */
export async function drainSpool(options: DrainSpoolOptions): Promise<DrainResult> {
  const { directory, datasource = dataProject.datasource } = options;
  const transport = assertMethods(
    "transport",
    options.transport,
    ["ingest", "query"],
    "have the methods of a Transport",
  );
  const found = await stat(directory).catch(ifMissing(() => undefined));
  if (found === undefined) return { outcome: "empty", sent: 0, setAside: 0, torn: 0, corrupt: 0 };
  const { now } = systemClock;
  return drain({ directory, transport, datasource, now, unwritten: new Map() });
}
