import { type AnyAction, catalog, defineAction, defineCatalog } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { findViolations } from "./find-violations.ts";
import type { FrozenFiles } from "./frozen-files.ts";
import { planFreeze } from "./plan-freeze.ts";
import { describeViolation, type Violation } from "./violation.ts";

const first = defineAction("site.rename").version(1, z.strictObject({ name: z.string() }));
const second = z.strictObject({ from: z.string(), to: z.string(), tags: z.array(z.string()) });
const siteRename = first
  .version(2, second, ({ name }) => ({ from: "", to: name, tags: [] }))
  .formerly("site.renamed");
const none: FrozenFiles = { schemas: new Map(), samples: new Map() };
const frozen = planFreeze(defineCatalog([siteRename]), none);

/** Gives what is found, in short: kind, file, detail. */
const find = (action: AnyAction, files: FrozenFiles = frozen) =>
  findViolations(defineCatalog([action]), files).map(
    ({ kind, file, detail }) => `${kind}, ${file}: ${detail}`,
  );
/** Gives the files with one text changed. */
const edit = (file: string, change: (text: string) => string): FrozenFiles => {
  const edited = (texts: ReadonlyMap<string, string>) =>
    new Map([...texts].map(([name, text]) => [name, name === file ? change(text) : text]));
  return { schemas: edited(frozen.schemas), samples: edited(frozen.samples) };
};
const without = (file: string): FrozenFiles => ({
  schemas: new Map([...frozen.schemas].filter(([name]) => name !== file)),
  samples: new Map([...frozen.samples].filter(([name]) => name !== file)),
});
const linesWithout = (part: string) => (text: string) =>
  text
    .split("\n")
    .filter((line) => !line.includes(part))
    .join("\n");

describe("findViolations", () => {
  test("finds nothing where nothing changed", () => {
    expect(find(siteRename)).toEqual([]);
    expect(findViolations(catalog, planFreeze(catalog, none))).toEqual([]);
  });

  test.each([
    [
      "a key's type",
      z.strictObject({ name: z.number() }),
      '/properties/name/type: "string" → "number"',
    ],
    [
      "a key more",
      z.strictObject({ name: z.string(), host: z.string().optional() }),
      '/properties/host: nothing → {"type":"string"}',
    ],
    [
      "what is required",
      z.strictObject({ name: z.string().optional() }),
      '/required: ["name"] → nothing',
    ],
    [
      "a limit",
      z.strictObject({ name: z.string().max(9) }),
      "/properties/name/maxLength: nothing → 9",
    ],
  ])("finds that a released schema changed: %s", (_, schema: z.ZodType<object>, detail) => {
    const changed = defineAction("site.rename")
      .version(1, schema)
      .version(2, second, () => ({ from: "", to: "name", tags: [] }))
      .formerly("site.renamed");
    expect(find(changed)).toContain(`schema changed, site.rename.v1.json: ${detail}`);
  });

  test("finds that an upcast changed, which no schema shows", () => {
    const changed = first
      .version(2, second, ({ name }) => ({ from: name, to: "", tags: [] }))
      .formerly("site.renamed");
    expect(find(changed)).toContain(
      'decoded result changed, site.rename.v1.ndjson: "minimal" /metadata/from: "" → "name"',
    );
  });

  test("finds that a former name is no longer read", () => {
    const changed = first.version(2, second, ({ name }) => ({ from: "", to: name, tags: [] }));
    expect(find(changed)).toContain(
      'sample unknown, site.rename.v1.ndjson: "full as site.renamed" was recorded as site.renamed v1',
    );
  });

  test("finds that a released version went, and a released action", () => {
    expect(find(first.formerly("site.renamed"))).toEqual(
      expect.arrayContaining([
        "version removed, site.rename.v2.json: the catalog has no such version",
        "version removed, site.rename.v2.ndjson: the catalog has no such version",
        'decoded result changed, site.rename.v1.ndjson: "full" /version: 2 → 1',
      ]),
    );
    const other = defineAction("site.open").version(1, z.strictObject({}));
    expect(find(other)).toContain(
      "version removed, site.rename.v1.json: the catalog has no such version",
    );
  });

  test.each([
    ["site.rename.v2.json", "schema missing, site.rename.v2.json: the version is not frozen yet"],
    ["site.rename.v2.ndjson", "sample missing, site.rename.v2.ndjson: there is no such file"],
  ])("finds that there is no %s", (file, violation) => {
    expect(find(siteRename, without(file))).toEqual([violation]);
  });

  test.each([
    ['{"name":"minimal"', 'sample missing, site.rename.v2.ndjson: no sample is called "minimal"'],
    ['"full as', "sample missing, site.rename.v2.ndjson: none was recorded as site.renamed"],
  ])("finds that a sample went: %s", (part, violation) => {
    const files = edit("site.rename.v2.ndjson", linesWithout(part));
    expect(find(siteRename, files)).toEqual([violation]);
  });

  test("finds that no sample holds a key or an item", () => {
    const files = edit("site.rename.v2.ndjson", (text) =>
      text.replaceAll('"tags":["tags"]', '"tags":[]'),
    );
    expect(find(siteRename, files)).toEqual([
      "sample incomplete, site.rename.v2.ndjson: no sample holds metadata.tags[]",
    ]);
  });

  test.each([
    [
      "is of another version",
      '"version":2,"metadata":{"from"',
      '"version":1,"metadata":{"from"',
      "was recorded as site.rename v1",
    ],
    [
      "is not what its version takes",
      '"tags":[]',
      '"tags":5',
      "is decoded as an unknown event: metadata_invalid",
    ],
  ])("finds a sample that %s", (_, was, is, violation) => {
    const files = edit("site.rename.v2.ndjson", (text) => text.replace(was, is));
    expect(find(siteRename, files).join()).toContain(
      `sample unknown, site.rename.v2.ndjson: "minimal" ${violation}`,
    );
  });

  test.each([
    ["{", "line 1 is not JSON"],
    ["{}", "line 1 has no name"],
    ['{"name":"a"}', 'line 1 "a" has no recorded event'],
    [
      '{"name":"a","recorded":{"action":"b","version":1},"decoded":5}',
      'line 1 "a" has no decoded event',
    ],
  ])("finds a line that is no sample: %s", (line, detail) => {
    const files = edit("site.rename.v2.ndjson", (text) => `${line}\n${text}`);
    expect(find(siteRename, files)).toEqual([
      `sample unreadable, site.rename.v2.ndjson: ${detail}`,
    ]);
  });

  test("finds a sample that was begun and not frozen", () => {
    const files = edit("site.rename.v2.ndjson", (text) => {
      const [line = ""] = text.split("\n");
      const { recorded } = JSON.parse(line);
      return `${text}${JSON.stringify({ name: "mine", recorded })}\n`;
    });
    expect(find(siteRename, files)).toEqual([
      'decoded result missing, site.rename.v2.ndjson: "mine" is not decoded yet',
      'decoded result missing, site.rename.v2.ndjson: "mine" in version 2',
    ]);
  });

  test("finds a file that is of no version, and one that is not JSON", () => {
    const files = { ...frozen, schemas: new Map([...frozen.schemas, ["notes.json", "{}"]]) };
    expect(find(siteRename, files)).toEqual([
      "file unknown, notes.json: its name tells no version",
    ]);
    expect(
      find(
        siteRename,
        edit("site.rename.v1.json", () => "{"),
      ).join(),
    ).toMatch(/^schema changed, site.rename.v1.json: \/: nothing →/);
  });

  test.each([
    ["transform", z.strictObject({ name: z.string().transform(Number) })],
    ["default", z.strictObject({ name: z.string().default("") })],
    ["literal undefined", z.strictObject({ name: z.literal([undefined, "a"]) })],
  ])("finds a schema outside the allow-list, however it came in: %s", (_, schema) => {
    const versions = first.versions.map((version) => ({ ...version, schema }));
    const action = { ...first, versions };
    expect(find(action, none).join()).toMatch(
      /^schema outside the allow-list, site.rename.v1.json: metadata[^,]* must /,
    );
  });
});

describe("describeViolation", () => {
  test("says which version, what differs, in which file, and what to do", () => {
    const violation: Violation = {
      kind: "schema changed",
      released: { action: "site.rename", version: 1 },
      file: "site.rename.v1.json",
      detail: '/type: "object" → "array"',
    };
    expect(describeViolation(violation, "etc/site.rename.v1.json")).toBe(
      'site.rename v1: schema changed: /type: "object" → "array" (etc/site.rename.v1.json). To do: undo it and add a version.',
    );
  });
});
