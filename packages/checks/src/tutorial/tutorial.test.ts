import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ConsumerProject, makeConsumer } from "./consumer-project.ts";
import { readManifest } from "./manifest.ts";
import { type PackedPackage, packed, packPackages } from "./pack-packages.ts";
import { type TutorialStep, tutorialSteps } from "./tutorial-steps.ts";

const tutorial = fileURLToPath(new URL("../../../docs/tutorial.md", import.meta.url));
const steps = tutorialSteps(await readFile(tutorial, "utf8"));

let folder: string;
let packages: PackedPackage[];
let consumer: ConsumerProject;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-tutorial-"));
  packages = await packPackages(folder);
  consumer = await makeConsumer(join(folder, "program"), packages);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

const installed = (name: string) => join(consumer.folder, "node_modules/@audit", name);

describe.each(packed)("the packed package %s", (name) => {
  test("holds what was built, and no source, test or fixture", () => {
    const files = packages.find((one) => one.name === name)?.files ?? [];
    expect(files).toContain("dist/index.js");
    expect(files.filter((file) => !file.startsWith("dist/"))).toEqual([
      "LICENSE",
      "README.md",
      "package.json",
    ]);
    expect(
      files.filter((file) => /\.(test|fixture)\.|(?<!\.d)\.ts$|\.tsbuildinfo$/.test(file)),
    ).toEqual([]);
  });

  test("names only what it holds, and asks for no workspace", async () => {
    const files = packages.find((one) => one.name === name)?.files ?? [];
    const manifest = await readManifest(installed(name));
    const targets = Object.values(manifest.exports ?? {}).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    expect(targets.filter((target) => !files.includes(target.replace("./", "")))).toEqual([]);
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|@audit\/source/);
  });

  test("is imported also by a program that sets the condition for development", async () => {
    const { exports } = await readManifest(installed(name));
    const entries = Object.keys(exports ?? {}).filter((entry) => entry !== "./package.json");
    expect(entries).toContain(".");
    const script = entries
      .map((entry) => `await import("@audit/${name}${entry.slice(1)}");`)
      .join("");
    const printed = await consumer.run(
      `node --conditions=@audit/source --input-type=module --eval '${script}'`,
    );
    expect(printed).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});

describe("the tutorial", () => {
  // In order, and each builds on those before: a step that fails takes the later ones with it.
  test.each(steps.map((step) => [titleOf(step), step] as const))("%s", async (_, step) => {
    if (step.kind === "write") {
      const path = join(consumer.folder, step.file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, step.text);
    } else {
      const { stdout, stderr } = await consumer.run(step.command);
      expect(stdout, stderr).toBe(step.prints);
    }
  });
});

function titleOf(step: TutorialStep): string {
  const where = `line ${step.line}`;
  return step.kind === "write" ? `${where}: writes ${step.file}` : `${where}: runs ${step.command}`;
}
