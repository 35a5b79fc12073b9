import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Gives a place for a spool that is removed when the test ends. */
export async function spoolFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "audit-spool-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "spool");
}
