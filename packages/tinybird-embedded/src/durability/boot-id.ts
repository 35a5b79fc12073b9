import { readFile } from "node:fs/promises";
import { uptime } from "node:os";

/**
 * Names the time since the machine was started: what ClickHouse had not synced is gone with its end.
 *
 * Where the kernel gives no name, it is the minute of the start.
 */
export async function bootId(): Promise<string> {
  try {
    return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  } catch {
    return new Date(Date.now() - uptime() * 1_000).toISOString().slice(0, 16);
  }
}
