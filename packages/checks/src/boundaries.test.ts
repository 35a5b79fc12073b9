import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-boundaries-"));
  for (const file of ["biome.json", ".gitignore"])
    await copyFile(join(root, file), join(folder, file));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Gives what the linter says of a text, as if it stood in that file. */
async function lint(file: string, text: string): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  const only = ["style/noRestrictedImports", "style/noRestrictedGlobals"];
  const args = ["lint", ...only.map((rule) => `--only=${rule}`), file];
  return new Promise((resolve) =>
    execFile(`${root}node_modules/.bin/biome`, args, { cwd: folder }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  );
}

describe("boundaries", () => {
  test.each([
    ["packages/events/src/a.ts", 'import "@audit/projections";'],
    ["packages/events/src/a.ts", 'import "node:fs";'],
    ["packages/events/src/a.ts", "export const a = process.env;"],
    ["packages/projections/src/a.ts", 'import "@audit/store";'],
    ["packages/projections/src/a.ts", 'export const a = fetch("");'],
    ["packages/store/src/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/store/src/a.ts", 'import "node:fs";'],
    ["packages/store/src/a.ts", 'import "./spool/frame.ts";'],
    ["packages/store/src/a.ts", 'import "./faults.ts";'],
    ["packages/store/src/spool/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/store/src/faults/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/store/src/a.ts", 'import type { Tinybird } from "@chronark/zod-bird";'],
    ["packages/snapshots/src/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/snapshots/src/a.ts", 'import "node:fs";'],
    ["packages/tinybird-embedded/src/a.ts", 'import "@audit/events";'],
    ["packages/cli/src/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/snapshots/src/a.ts", 'import "@audit/cli";'],
    ["packages/incident-service/src/detection/a.ts", 'import "@audit/store";'],
  ])("are held in %s against %s", async (file, text) => {
    expect(await lint(file, text)).toMatch(/noRestricted(Imports|Globals)/);
  });

  test.each([
    ["packages/projections/src/a.ts", 'import "@audit/events";'],
    ["packages/store/src/contract/a.ts", 'import "node:assert/strict";'],
    ["packages/store/src/spool/a.ts", 'import "node:fs";'],
    ["packages/store/src/faults/a.ts", 'import "node:http";'],
    ["packages/store/src/a.test.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/incident-service/src/detection/a.ts", 'import "node:crypto";'],
    ["packages/incident-service/src/a.ts", 'import "@audit/store";'],
    ["packages/cli/src/dev/a.ts", 'import "@audit/tinybird-embedded";'],
    ["packages/snapshots/src/a.ts", 'import "@audit/projections"; import "@audit/store";'],
  ])("let %s have %s", async (file, text) => {
    const printed = await lint(file, text);
    expect(printed).toContain("Checked 1 file");
    expect(printed).not.toContain("noRestricted");
  });
});
