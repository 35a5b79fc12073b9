import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { DatafileOptions } from "../datafile/datafile-options.ts";

/** Finds included files below a project folder: beside the file that includes them, then from the folder itself. */
export function includeFrom(project: string): NonNullable<DatafileOptions["include"]> {
  return (path, from) => {
    for (const base of [join(project, dirname(from)), project]) {
      const file = relative(project, resolve(base, path));
      const text = textOf(resolve(project, file));
      if (text !== undefined) return { file, text };
    }
    return undefined;
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
