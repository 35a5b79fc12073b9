import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../start-error.ts";
import { meansToStay } from "./holder-file.ts";

/** Longer than a server that is ending waits for its requests. */
const patienceMilliseconds = 8_000;

/**
 * Gives what waits a little for the process that has a data directory, for up to 8 s in all calls from now on.
 *
 * What it gives throws a {@link StartError} `data_locked` once that is over, and at once if the process means to stay.
 */
export function patienceWith(
  directory: string,
): (holder: number | undefined, cause?: unknown) => Promise<void> {
  const giveUp = Date.now() + patienceMilliseconds;
  return async (holder, cause) => {
    const stays = holder !== undefined && meansToStay(directory, holder);
    if (stays || Date.now() > giveUp) {
      throw new StartError({ code: "data_locked", data: directory, pid: holder ?? 0 }, { cause });
    }
    await sleep(100);
  };
}
