import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../start-error.ts";
import { ClickhouseError } from "./clickhouse-error.ts";
import { directoryHolder } from "./directory-holder.ts";
import { meansToStay } from "./holder-file.ts";

/** Longer than a server that is ending waits for its requests. */
const patienceMilliseconds = 8_000;

/**
 * Waits for up to 8 s while another process that has a data directory is ending.
 *
 * @throws {StartError} `data_locked` if it stays with that process.
 */
export async function waitUntilFree(directory: string): Promise<void> {
  const giveUp = Date.now() + patienceMilliseconds;
  for (;;) {
    const holder = await directoryHolder(directory);
    if (holder === undefined) return;
    await waitFor(directory, holder, giveUp);
  }
}

/**
 * Opens a data directory; waits for up to 8 s while the process that has it is ending.
 *
 * @throws {StartError} `data_locked` if it stays with that process, `data_unusable` if ClickHouse cannot open it.
 */
export async function openWhenFree<T>(directory: string, open: () => Promise<T>): Promise<T> {
  const giveUp = Date.now() + patienceMilliseconds;
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
      await waitFor(directory, holder, giveUp, cause);
    }
  }
}

async function waitFor(
  directory: string,
  holder: number,
  giveUp: number,
  cause?: unknown,
): Promise<void> {
  if (meansToStay(directory, holder) || Date.now() > giveUp) {
    throw new StartError({ code: "data_locked", data: directory, pid: holder }, { cause });
  }
  await sleep(100);
}
