import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes a directory that goes when the test ends. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "tinybird-embedded-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Makes a project of these files, by path, that goes when the test ends. */
export async function temporaryProject(files: Readonly<Record<string, string>>): Promise<string> {
  const project = await temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  return project;
}
