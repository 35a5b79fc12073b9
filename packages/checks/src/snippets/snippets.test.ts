import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startTinybird } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { docSnippets, markdownSnippets, type Snippet } from "./find-snippets.ts";
import { type Implicit, snippetModule } from "./snippet-module.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const generated = fileURLToPath(new URL("../../generated/", import.meta.url));
const packages = [
  "events",
  "events/cloud-events",
  "projections",
  "projections/testing",
  "store",
  "store/analytics",
  "store/contract",
  "store/faults",
  "store/opentelemetry",
  "store/properties",
  "store/spool",
  "store/transfer",
  "snapshots",
  "incident-service",
  "tinybird-embedded",
];

const files = (await readdir(root, { recursive: true })).filter(
  (file) => !/node_modules|dist|generated|\.git\//.test(file),
);
const read = (file: string) => readFile(`${root}${file}`, "utf8");
const fromMarkdown = await collect(/\.md$/, markdownSnippets);
const fromDocs = await collect(
  /^packages\/(?!checks|demo).*\/src\/(?!.*\.test\.ts$).*\.ts$/,
  docSnippets,
);
const snippets = [...fromMarkdown, ...fromDocs];

async function collect(
  pattern: RegExp,
  find: (file: string, text: string) => Snippet[],
): Promise<Snippet[]> {
  const found = files.filter((file) => pattern.test(file)).sort();
  return (await Promise.all(found.map(async (file) => find(file, await read(file))))).flat();
}

/** What doc comments take for granted: the packages' exports, and a running server. */
async function implicitNames(): Promise<Implicit> {
  const names = new Map<string, { from: string } | { code: string }>([
    ["z", { from: "zod" }],
    ["Tinybird", { from: "@chronark/zod-bird" }],
    ["token", { code: 'process.env.TINYBIRD_TOKEN ?? ""' }],
    ["baseUrl", { code: 'process.env.TINYBIRD_URL ?? ""' }],
  ]);
  for (const name of packages)
    for (const exported of Object.keys(await import(`@audit/${name}`)))
      if (!names.has(exported)) names.set(exported, { from: `@audit/${name}` });
  return names;
}

const fileOf = ({ place }: Snippet) => `${place.replaceAll(/[^\w-]+/g, "_")}.ts`;

describe("snippets", () => {
  let server: Awaited<ReturnType<typeof startTinybird>>;
  let scratch: string;

  beforeAll(async () => {
    server = await startTinybird({ project: `${root}tinybird`, port: 0 });
    vi.stubEnv("TINYBIRD_URL", server.url);
    vi.stubEnv("TINYBIRD_TOKEN", server.token);
    // What snippets put into the temporary folder goes with the tests.
    scratch = await mkdtemp(join(tmpdir(), "audit-snippets-"));
    vi.stubEnv("TMPDIR", scratch);
    const names = await implicitNames();
    await rm(generated, { recursive: true, force: true });
    await mkdir(generated, { recursive: true });
    for (const snippet of snippets) {
      const implicit = fromDocs.includes(snippet) ? names : undefined;
      await writeFile(`${generated}${fileOf(snippet)}`, snippetModule(snippet, implicit));
    }
    const config = { extends: "../../../tsconfig.json", include: ["*.ts"] };
    await writeFile(`${generated}tsconfig.json`, JSON.stringify(config));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
    await rm(generated, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  });

  test("compile", async () => {
    const tsc = `${root}node_modules/.bin/tsc`;
    const { stdout } = await promisify(execFile)(tsc, ["-p", generated], { cwd: root }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe("");
  });

  test.each([
    ["a value", "changesBetween({ a: 1 }, { a: 2 }); // []"],
    ["a value on the next line", "changesBetween({ a: 1 }, { a: 2 });\n// []"],
    ["a name", "changesBetweenn({ a: 1 }, { a: 2 });"],
  ])("fail when falsified in %s", async (what, code) => {
    const snippet = { place: `falsified-${what.replaceAll(" ", "-")}`, code };
    const text = snippetModule(snippet, await implicitNames());
    await writeFile(`${generated}${fileOf(snippet)}`, text);
    await expect(import(/* @vite-ignore */ `${generated}${fileOf(snippet)}`)).rejects.toThrow();
    await rm(`${generated}${fileOf(snippet)}`);
  });

  test.each(snippets)("run: $place", async (snippet) => {
    await import(/* @vite-ignore */ `${generated}${fileOf(snippet)}`);
  });
});
