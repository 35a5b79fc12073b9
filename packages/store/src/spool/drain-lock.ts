import { link, rm } from "node:fs/promises";
import { announce, isAlive } from "./presence.ts";
import { errorCode, listSpool, lockPath } from "./spool-files.ts";

/**
 * Takes the lock of a directory, and gives what releases it; undefined while another has it, in
 * whatever process.
 *
 * The lock is the file with the highest number, and held while its socket is alive. Who finds it dead
 * takes the next number, which only one can (`link` is atomic), and is the holder if that is still the
 * highest. Numbers below are removed by the holder alone and the highest never is, so nobody ever
 * removes a lock that somebody else has just taken: the flaw of locks that are removed when stale.
 */
export async function acquireDrainLock(
  directory: string,
): Promise<(() => Promise<void>) | undefined> {
  for (;;) {
    const last = await highest(directory);
    if (last > 0 && (await isAlive(lockPath(directory, last)))) return undefined;
    const presence = await announce(directory);
    const own = last + 1;
    try {
      await link(presence.path, lockPath(directory, own));
      if ((await highest(directory)) === own) {
        await removeBelow(directory, own);
        return presence.close;
      }
    } catch (cause) {
      if (errorCode(cause) !== "EEXIST") {
        await presence.close();
        throw cause;
      }
    }
    await presence.close();
  }
}

async function highest(directory: string): Promise<number> {
  return (await listSpool(directory)).locks.at(-1) ?? 0;
}

async function removeBelow(directory: string, own: number): Promise<void> {
  const { locks } = await listSpool(directory);
  for (const generation of locks)
    if (generation < own) await rm(lockPath(directory, generation), { force: true });
}
