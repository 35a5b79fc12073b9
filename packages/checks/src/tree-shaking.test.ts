import { fileURLToPath } from "node:url";
import * as events from "@audit/events";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const names: readonly string[] = events.catalog.actions.map(({ name }) => name);
const actions = Object.entries(events).flatMap(([exported, value]) =>
  typeof value === "object" && "name" in value ? [{ exported, action: value.name }] : [],
);

/** Gives what a program carries that has these exports of @audit/events. */
async function carried(exports: string): Promise<{ actions: string[]; files: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${exports} } from "@audit/events";`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    format: "esm",
    conditions: ["@audit/source"],
    metafile: true,
    write: false,
  });
  const text = outputFiles[0]?.text ?? "";
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
  return { actions: names.filter((name) => text.includes(`"${name}"`)), files };
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

  test.each(["defineAction", "defineCatalog", "createWriter", "fromCloudEvent", "toCloudEvent"])(
    "carries no action for %s",
    async (exported) => {
      expect((await carried(exported)).actions).toEqual([]);
    },
  );
});
