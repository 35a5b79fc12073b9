import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";

/**
 * Gives the id of the process that has a data directory open; `undefined` if none is known to.
 *
 * chDB writes the reason why it could not open one to stderr only, so this reads what ClickHouse leaves there.
 */
export async function directoryHolder(directory: string): Promise<number | undefined> {
  const status = await readFile(join(directory, "status"), "utf8").catch(() => "");
  const pid = Number(/^PID: (\d+)$/m.exec(status)?.[1]);
  return pid > 0 && pid !== process.pid && isRunning(pid) ? pid : undefined;
}
