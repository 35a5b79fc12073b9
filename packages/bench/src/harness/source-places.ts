import { readFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Gives where a function stands, as `folder/file:line`, by its script's address, line and column from 0. */
export type PlaceOf = (url: string, line: number, column: number) => string;

/** Reads the source maps beside these bundled scripts; other scripts keep their own lines. */
export async function sourcePlaces(urls: Iterable<string>): Promise<PlaceOf> {
  const maps = new Map<string, SourceMap>();
  for (const url of new Set(urls)) {
    if (!url.startsWith("file:")) continue;
    const text = await readFile(`${fileURLToPath(url)}.map`, "utf8").catch(() => undefined);
    if (text !== undefined) maps.set(url, new SourceMap(JSON.parse(text)));
  }
  return (url, line, column) => {
    if (!url.startsWith("file:")) return url;
    const file = fileURLToPath(url);
    const entry = maps.get(url)?.findEntry(line, column);
    return entry !== undefined && "originalSource" in entry
      ? placeOf(resolve(file, "..", entry.originalSource), entry.originalLine)
      : placeOf(file, line);
  };
}

/** From `packages/` on, or from the name of a package of others. */
function placeOf(file: string, line: number): string {
  const path = file.replace(/^.*\/node_modules\/(?=[^.])/, "").replace(/^.*\/(?=packages\/)/, "");
  return `${path}:${line + 1}`;
}
