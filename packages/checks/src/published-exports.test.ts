import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Entry, type Manifest, readManifest } from "./tutorial/manifest.ts";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const folders = (await readdir(packages))
  .map((name) => join(packages, name))
  .filter((folder) => existsSync(join(folder, "package.json")));
const manifests = await Promise.all(folders.map(readManifest));
const published = manifests.filter((manifest) => manifest.private !== true);

/** The entries without the condition for development: `src` is in no tarball. */
function withoutSource(exports: Manifest["exports"] = {}): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(exports).map(([path, entry]) => {
      if (typeof entry === "string") return [path, entry];
      const { "@audit/source": _, ...rest } = entry;
      return [path, rest];
    }),
  );
}

describe("publishConfig.exports", () => {
  test.each(published)("of $name is exports without @audit/source", (manifest) => {
    expect(manifest.publishConfig?.exports).toEqual(withoutSource(manifest.exports));
  });
});
