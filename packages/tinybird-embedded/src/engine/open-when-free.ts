import { StartError } from "../start-error.ts";
import { ClickhouseError } from "./clickhouse-error.ts";
import { directoryHolder } from "./directory-holder.ts";
import { patienceWith } from "./patience.ts";

/**
 * Waits for up to 8 s while another process that has a data directory is ending.
 *
 * @throws {StartError} `data_locked` if it stays with that process.
 */
export async function waitUntilFree(directory: string): Promise<void> {
  const wait = patienceWith(directory);
  for (;;) {
    const holder = await directoryHolder(directory);
    if (holder === undefined) return;
    await wait(holder);
  }
}

/**
 * Opens a data directory; waits for up to 8 s while the process that has it is ending.
 *
 * @throws {StartError} `data_locked` if it stays with that process, `data_unusable` if ClickHouse cannot open it.
 */
export async function openWhenFree<T>(directory: string, open: () => Promise<T>): Promise<T> {
  const wait = patienceWith(directory);
  let unheld = 0;
  for (;;) {
    try {
      return await open();
    } catch (cause) {
      const holder = await directoryHolder(directory);
      if (holder === undefined) {
        // Once is no proof: the holder may have ended after it had refused us the lock.
        unheld += 1;
        if (unheld === 1) continue;
        const reason = `ClickHouse refuses it: ${new ClickhouseError(cause, directory).reason}`;
        throw new StartError({ code: "data_unusable", data: directory, reason }, { cause });
      }
      // The lock and not the process is what counts: a container may have nobody who reaps zombies.
      await wait(holder, cause);
    }
  }
}
