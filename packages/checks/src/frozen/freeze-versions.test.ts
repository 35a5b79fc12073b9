import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalog, defineAction, defineCatalog } from "@audit/events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { checkFrozen, freezeVersions } from "./freeze-versions.ts";
import { frozenFolders } from "./frozen-folders.ts";
import { readFrozenFiles } from "./read-frozen-files.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-frozen-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const one = defineAction("site.rename").version(1, z.strictObject({ name: z.string() }));
const two = one.version(2, z.strictObject({ to: z.string() }), ({ name }) => ({ to: name }));
const freeze = (...actions: Parameters<typeof defineCatalog>[0]) =>
  freezeVersions(defineCatalog(actions), frozenFolders(folder));
const check = (...actions: Parameters<typeof defineCatalog>[0]) =>
  checkFrozen(defineCatalog(actions), frozenFolders(folder));
const read = () => readFrozenFiles(frozenFolders(folder));

describe("checkFrozen", () => {
  test("finds nothing wrong with the built-in actions", async () => {
    expect(await checkFrozen(catalog, frozenFolders(root))).toEqual({ written: [], refused: [] });
  });

  test("refuses what is not frozen, and writes nothing", async () => {
    const { refused } = await check(one);
    expect(refused).toHaveLength(2);
    expect((await read()).schemas.size).toBe(0);
  });
});

describe("freezeVersions", () => {
  test("writes a schema and samples per version, once", async () => {
    const { schemas, samples } = frozenFolders(folder);
    expect(await freeze(one)).toEqual({
      written: [join(schemas, "site.rename.v1.json"), join(samples, "site.rename.v1.ndjson")],
      refused: [],
    });
    const files = await read();
    expect(await freeze(one)).toEqual({ written: [], refused: [] });
    expect(await check(one)).toEqual({ written: [], refused: [] });
    expect(await read()).toEqual(files);
  });

  test("refuses a changed schema, says where, and leaves every file as it is", async () => {
    await freeze(one);
    const files = await read();
    const changed = defineAction("site.rename").version(1, z.strictObject({ name: z.number() }));
    const other = defineAction("site.open").version(1, z.strictObject({}));
    const { written, refused } = await freeze(other, changed);
    expect(written).toEqual([]);
    expect(refused[0]).toContain(
      'site.rename v1: schema changed: /properties/name/type: "string" → "number"',
    );
    expect(await read()).toEqual(files);
  });

  test("adds to old samples what a new version reads them as, and touches no old line", async () => {
    await freeze(one);
    const before = (await read()).samples.get("site.rename.v1.ndjson") ?? "";
    expect((await check(two)).refused.join("\n")).toContain(
      'decoded result missing: "minimal" in version 2',
    );
    expect((await freeze(two)).refused).toEqual([]);
    const after = (await read()).samples.get("site.rename.v1.ndjson") ?? "";
    expect(after.startsWith(before)).toBe(true);
    expect(after.split("\n")).toHaveLength(5);
    expect((await check(two)).refused).toEqual([]);
  });

  test("holds what an old version was read as before the new one", async () => {
    await freeze(one);
    await freeze(two);
    const file = join(frozenFolders(folder).samples, "site.rename.v1.ndjson");
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      text.replace(
        '"version":1,"metadata":{"name":"name"}}}',
        '"version":1,"metadata":{"name":"x"}}}',
      ),
    );
    expect((await freeze(two)).refused).toHaveLength(1);
  });

  test("lets an action get another name: the old files hold, and the new name has its own", async () => {
    await freeze(one);
    const files = await read();
    const renamed = defineAction("site.name")
      .version(1, z.strictObject({ name: z.string() }))
      .formerly("site.rename");
    expect((await freeze(renamed)).refused).toEqual([]);
    expect((await read()).samples.get("site.name.v1.ndjson")).toContain('"full as site.rename"');
    expect((await read()).samples.get("site.rename.v1.ndjson")).toBe(
      files.samples.get("site.rename.v1.ndjson"),
    );
    const changed = defineAction("site.name")
      .version(1, z.strictObject({ name: z.string().optional() }))
      .formerly("site.rename");
    expect((await freeze(changed)).refused.join("\n")).toContain("site.rename v1: schema changed");
  });

  test("completes a sample that somebody began by hand", async () => {
    await freeze(one);
    const file = join(frozenFolders(folder).samples, "site.rename.v1.ndjson");
    const [line = ""] = (await readFile(file, "utf8")).split("\n");
    const { recorded } = JSON.parse(line);
    const mine = { name: "mine", recorded: { ...recorded, metadata: { name: "Status" } } };
    await appendFile(file, `${JSON.stringify(mine)}\n`);
    expect(await freeze(one)).toEqual({ written: [file], refused: [] });
    const [, , completed = ""] = (await readFile(file, "utf8")).split("\n");
    expect(JSON.parse(completed)).toMatchObject({
      name: "mine",
      decoded: { metadata: { name: "Status" } },
    });
    expect((await check(one)).refused).toEqual([]);
  });

  test("asks for lines by hand where it knows no text that fits, and takes them", async () => {
    const code = z.strictObject({ code: z.string().regex(/^\d{3}-x$/) });
    const action = defineAction("site.rename").version(1, code);
    await expect(freeze(action)).rejects.toThrow(
      'site.rename v1: Cannot make up "code" as a text must be known that fits ^\\d{3}-x$',
    );
    await freeze(one);
    const { schemas, samples } = frozenFolders(folder);
    await rm(join(schemas, "site.rename.v1.json"));
    const file = join(samples, "site.rename.v1.ndjson");
    const byHand = (await readFile(file, "utf8"))
      .replaceAll(/,"decoded".*/g, "}")
      .replaceAll(/"metadata":\{[^}]*\}/g, '"metadata":{"code":"123-x"}');
    await writeFile(file, byHand);
    expect((await freeze(action)).refused).toEqual([]);
    expect((await check(action)).refused).toEqual([]);
  });

  test("refuses a sample that is read as an unknown event", async () => {
    await freeze(one);
    const file = join(frozenFolders(folder).samples, "site.rename.v1.ndjson");
    const text = await readFile(file, "utf8");
    await appendFile(
      file,
      text.split("\n")[0]?.replace(/"metadata".*/, '"metadata":{"name":5}}}\n') ?? "",
    );
    expect((await freeze(one)).refused.join("\n")).toContain("unknown event: metadata_invalid");
    expect(await readFile(file, "utf8")).toContain('"metadata":{"name":5}}}\n');
  });
});
