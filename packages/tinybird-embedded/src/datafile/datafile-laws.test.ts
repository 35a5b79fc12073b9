import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DatafileError } from "./datafile-error.ts";
import type { ColumnDefinition, DatasourceDefinition, PipeDefinition } from "./definitions.ts";
import { parseConnection } from "./parse-connection.ts";
import { parseDatasource } from "./parse-datasource.ts";
import { parsePipe } from "./parse-pipe.ts";

const parsers = [
  ["parseDatasource", parseDatasource, "a.datasource"],
  ["parsePipe", parsePipe, "a.pipe"],
  ["parseConnection", parseConnection, "a.connection"],
] as const;

const directives =
  'SCHEMA >|INDEXES >|SQL >|NODE n|NODE|ENGINE MergeTree|ENGINE Join|ENGINE ReplacingMergeTree(a, b)|ENGINE_VER a|ENGINE_SORTING_KEY a|ENGINE_KEY_COLUMNS a|TYPE copy|TYPE sink|TYPE kafka|TYPE materialized|TYPE|TARGET_DATASOURCE d|COPY_MODE replace|COPY_SCHEDULE @on-demand|EXPORT_CONNECTION_NAME c|DATASOURCE d|KAFKA_TOPIC t|KAFKA_CONNECTION_NAME c|KAFKA_GROUP_ID g|IMPORT_QUERY >|SHARED_WITH >|VERSION 1|VERSION x|INCLUDE other.incl|INCLUDE b.incl "x=1"|TOKEN t READ|TOKEN|TAGS "a, b"|FORWARD_QUERY >|BACKFILL skip|DESCRIPTION >';
const fragments =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: datafiles have such
  ' |  |\t|a String|b Nullable(Int8)|c DEFAULT 1|a|,|(|)|[|]|{|}|\'|"|`|`json:$.a[:]`|DEFAULT|CODEC(|INDEX|TYPE|#|--|/*|*/|\\|>|%|${|}|${A}|$A|{{ tb_secret("x") }}|SELECT 1|;|\r|\uFEFF|\u0000|é';
const piece = fc.oneof(
  fc.constantFrom(...directives.split("|")).map((line) => `\n${line}\n`),
  fc.constantFrom(...fragments.split("|")),
);
const text = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 5, arbitrary: fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")) },
);

describe.each(parsers)("%s", (_, parse, file) => {
  test("gives for any text a definition, or a DatafileError with file and line", () => {
    const included = { file: "other.incl", text: "NODE included\nSQL >\n  SELECT 1\nHELLO" };
    const include = (path: string) => (path === "other.incl" ? included : undefined);
    fc.assert(
      fc.property(text, (written) => {
        try {
          expect(parse(written, file, { variables: { A: "a" }, include }).name).toBe("a");
        } catch (error) {
          if (!(error instanceof DatafileError)) throw error;
          const lines = error.file === file ? written : included.text;
          expect([file, included.file]).toContain(error.file);
          expect(error.line).toBeGreaterThanOrEqual(1);
          expect(error.line).toBeLessThanOrEqual(lines.split(/\r\n|\n|\r/).length);
          expect(error.message).toMatch(/^[^:]+:\d+: Cannot .+ as .+/s);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each(["'", '"', "`", "(", "''\\", "a,", "${", "/*", "--", "\n ", "a String, "])(
    "ends soon for a large text of %j",
    (repeated) => {
      const written = `SCHEMA >\n  ${repeated.repeat(50_000)}`;
      expect(outcome(() => parse(written, file))).toBeDefined();
    },
    20_000,
  );
});

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
const type = fc.constantFrom("String", "Nullable(Int64)", "Array(Map(String, DateTime64(3)))");
const expression = fc.constantFrom(
  "now()",
  "'a, ''b'' (c'",
  "[1, 2]",
  "lower(concat(a, ')'))",
  "-1",
);
const column = fc
  .record(
    {
      name: fc.oneof(name, fc.constantFrom("odd name", "a.b", "a-b")),
      type,
      jsonPath: fc.constantFrom("$", "$.a", "$.a.b-c.d", "$.a[:]"),
      default: expression,
      codec: fc.constantFrom("ZSTD(1)", "Delta, LZ4"),
    },
    { requiredKeys: ["name", "type"] },
  )
  .filter((each) => each.name !== "index");
const columns = fc.uniqueArray(column, {
  minLength: 1,
  maxLength: 8,
  selector: (each) => each.name,
});

function printColumn({
  name: own,
  type: written,
  jsonPath,
  default: value,
  codec,
}: ColumnDefinition) {
  const clauses = [
    jsonPath === undefined ? "" : `\`json:${jsonPath}\``,
    value === undefined ? "" : `DEFAULT ${value}`,
    codec === undefined ? "" : `CODEC(${codec})`,
  ];
  return `    \`${own}\` ${written} ${clauses.join(" ")}`;
}

describe("parseDatasource", () => {
  test("gives back the columns that were printed, whatever follows them", () => {
    fc.assert(
      fc.property(columns, fc.constantFrom("", ",", " -- last"), (written, end) => {
        const block = `SCHEMA >\n${written.map(printColumn).join(",\n")}${end}\n`;
        const { columns: read }: DatasourceDefinition = parseDatasource(block, "a.datasource");
        expect(read).toEqual(written);
      }),
    );
  });
});

describe("parsePipe", () => {
  test("gives back the SQL that was printed", () => {
    const line = fc.constantFrom(
      "SELECT 1",
      "  FROM a -- #",
      "WHERE x = '#'",
      "TYPE",
      "%",
      "{{ String(a) }}",
    );
    const sql = fc
      .array(line, { minLength: 1, maxLength: 6 })
      .map((lines) => lines.join("\n").trim())
      .filter((each) => each !== "");
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), sql, (names, each) => {
        const node = (own: string) =>
          `NODE ${own}\nSQL >\n    ${each.replaceAll("\n", "\n    ")}\n`;
        const read: PipeDefinition = parsePipe(names.map(node).join("\n"), "a.pipe");
        expect(read.nodes.map((found) => [found.name, found.sql])).toEqual(
          names.map((own) => [own, each]),
        );
      }),
    );
  });
});

function outcome(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(DatafileError);
    return error;
  }
}
