import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Gives a job the path of a file with this text; it is removed when the job is over. */
export async function withTextFile<T>(
  directory: string,
  text: string,
  job: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(directory, randomUUID());
  try {
    await writeFile(path, text, { mode: 0o600 });
    return await job(path);
  } finally {
    await rm(path, { force: true });
  }
}
