import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Makes the next start on `data` build the store anew from the log. */
export async function forceRebuild(data: string): Promise<void> {
  // It is not there yet if the start before was killed early.
  await rm(join(data, "clickhouse"), { recursive: true, force: true });
}
