import { readdir } from "node:fs/promises";
import { onTestFinished, vi } from "vitest";
import { temporaryDirectory } from "./temporary-directory.ts";

/** Lets servers make their temporary directories in one of this test's own; what it gives lists them. */
export async function ownTemporaryDirectory(): Promise<() => Promise<string[]>> {
  const directory = await temporaryDirectory();
  vi.stubEnv("TMPDIR", directory);
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => (await readdir(directory)).filter((name) => name.startsWith("tinybird-"));
}
