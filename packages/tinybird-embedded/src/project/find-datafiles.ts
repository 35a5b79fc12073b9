import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { StartError } from "../start-error.ts";

/** Folders that hold no datafiles of the project, at any depth; nor do hidden ones. */
const leftAlone = new Set(["node_modules", "fixtures", "tests"]);

/**
 * Finds the datafiles of a project folder at any depth, sorted by path.
 *
 * Links are followed; a file or folder that several links lead to counts once, by the path that is found first.
 *
 * @throws {StartError} If the folder cannot be read, or a link named as a datafile leads nowhere.
 */
export async function findDatafiles(project: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(folder, project)) {
      const path = join(folder, entry.name);
      const kind = await kindOf(entry, path, project);
      if (kind === undefined) continue;
      const real = await realpath(path);
      if (seen.has(real)) continue;
      seen.add(real);
      if (kind === "folder") await walk(path);
      else found.push(path);
    }
  };
  seen.add(await realpath(project).catch(() => project));
  await walk(project);
  return found.sort();
}

async function entriesOf(folder: string, project: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // What is there itself comes before a link to it.
    const rank = (entry: Dirent) => (entry.isSymbolicLink() ? 1 : 0);
    return entries.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const reason =
      folder === project
        ? "it must be a folder that can be read"
        : `each folder in it must be one that can be read: current value is "${relative(project, folder)}"`;
    throw new StartError({ code: "project_unreadable", project, reason }, { cause });
  }
}

async function kindOf(
  entry: Dirent,
  path: string,
  project: string,
): Promise<"folder" | "datafile" | undefined> {
  const isDatafile = /\.(datasource|pipe|connection)$/.test(entry.name);
  const isHidden = entry.name.startsWith(".");
  if (!entry.isSymbolicLink()) {
    if (entry.isDirectory()) return isHidden || leftAlone.has(entry.name) ? undefined : "folder";
    return entry.isFile() && isDatafile ? "datafile" : undefined;
  }
  const target = await stat(path).catch(() => undefined);
  if (target === undefined && isDatafile) {
    const reason = "a link must lead to a file that can be read";
    throw new StartError({ code: "datafile_invalid", file: relative(project, path), reason });
  }
  if (target?.isDirectory()) {
    return isHidden || leftAlone.has(entry.name) ? undefined : "folder";
  }
  return target?.isFile() && isDatafile ? "datafile" : undefined;
}
