import { access, rm } from "node:fs/promises";
import { join } from "node:path";

/** Makes the next start on `data` build the store anew; `false` if this server keeps no log to build it from. */
export async function forceRebuild(data: string): Promise<boolean> {
  const hasLog = await access(join(data, "log")).then(
    () => true,
    () => false,
  );
  if (!hasLog) {
    console.warn("SKIPPED a rebuild: there is no log to build the store from");
    return false;
  }
  await rm(join(data, "clickhouse"), { recursive: true });
  return true;
}
