import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as events from "@audit/events";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const names: readonly string[] = events.catalog.actions.map(({ name }) => name);
const actions = Object.entries(events).flatMap(([exported, value]) =>
  typeof value === "object" && "name" in value ? [{ exported, action: value.name }] : [],
);

async function bundle(contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    format: "esm",
    conditions: ["@audit/source"],
    metafile: true,
    write: false,
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
  return { text: outputFiles[0]?.text ?? "", files };
}

/** Gives what a program carries that has these exports of @audit/events. */
async function carried(
  exports: string,
  from = "@audit/events",
): Promise<{ actions: string[]; files: string[] }> {
  const { text, files } = await bundle(`export { ${exports} } from "${from}";`);
  return { actions: names.filter((name) => text.includes(`"${name}"`)), files };
}

/** Gives what a program prints that is bundled and runs in a process of its own. */
async function run(program: string): Promise<string> {
  const { text } = await bundle(program);
  const running = promisify(execFile)(process.execPath, ["--input-type=module"]);
  running.child.stdin?.end(text);
  return (await running).stdout;
}

describe("a program with one export of @audit/events", () => {
  test.each(actions)("carries $action and no other action for $exported", async (each) => {
    expect((await carried(each.exported)).actions).toEqual([each.action]);
  });

  test("carries every action for the catalog, and the small form of zod alone", async () => {
    const { actions, files } = await carried("catalog, createWriter, metadataJsonSchema");
    expect(actions).toEqual(names);
    expect(files.filter((file) => file.includes("/zod/v4/mini/"))).not.toEqual([]);
    expect(files.filter((file) => file.includes("/zod/v4/classic/"))).toEqual([]);
  });

  test("says in English what is wrong, though the small form of zod has no language", async () => {
    const printed = await run(`
      import { createWriter, defineCatalog, monitorDown } from "@audit/events";
      const draft = { id: "monitor:1", action: "monitor.down", metadata: { region: 5 } };
      try {
        createWriter(defineCatalog([monitorDown])).complete([draft]);
      } catch (error) {
        console.log(error.message);
      }`);
    expect(printed).toContain("(Invalid input: expected string, received number)");
  });

  test.each(["defineAction", "defineCatalog", "createWriter"])(
    "carries no action for %s",
    async (exported) => {
      expect((await carried(exported)).actions).toEqual([]);
    },
  );

  test("carries no action for CloudEvents", async () => {
    const { actions } = await carried("fromCloudEvent, toCloudEvent", "@audit/events/cloud-events");
    expect(actions).toEqual([]);
  });
});
