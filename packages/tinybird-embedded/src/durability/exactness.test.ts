import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  array as arrayOf,
  assert,
  asyncProperty,
  bigInt,
  boolean,
  constantFrom,
  date,
  dictionary,
  double,
  integer,
  oneof,
  option,
  record,
  string,
  uint8Array,
  uuid,
} from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

/** Columns that a row sends, by name: a type. */
const sent = {
  n: "Int64",
  bits: "UInt64",
  bytes: "String",
  ticks: "Int64",
  text: "String",
  text_bytes: "String",
  number: "Float64",
  small: "Float32",
  huge: "Int256",
  yes: "Bool",
  maybe: "Nullable(String)",
  word: "LowCardinality(Nullable(String))",
  list: "Array(Nullable(Float64))",
  nested: "Array(Array(String))",
  named: "Map(String, Array(Int64))",
  uuid: "UUID",
  moment: "DateTime64(3, 'America/New_York')",
  day: "Date32",
  choice: "Enum8('one' = 1, 'it\\'s\\n\\ntwo' = 2)",
};

/** Columns that only a DEFAULT fills, with values that no JSON can say: a type and expression, and what must hold. */
const worked = {
  f64: [
    "Float64 DEFAULT reinterpretAsFloat64(bits)",
    "reinterpretAsUInt64(f64) = bits OR isNaN(f64)",
  ],
  f32: [
    "Float32 DEFAULT reinterpretAsFloat32(toUInt32(bits % 4294967296))",
    "reinterpretAsUInt32(f32) = bits % 4294967296 OR isNaN(f32)",
  ],
  raw: ["String DEFAULT unhex(bytes)", "hex(raw) = bytes"],
  fixed: [
    "FixedString(4) DEFAULT unhex(substring(bytes, 1, 8))",
    "startsWith(hex(fixed), substring(bytes, 1, 8))",
  ],
  low: ["LowCardinality(String) DEFAULT unhex(bytes)", "hex(low) = bytes"],
  dt: [
    "DateTime('Europe/Berlin') DEFAULT toDateTime(toUInt32(bits % 4294967296), 'Europe/Berlin')",
    "toUnixTimestamp(dt) = bits % 4294967296",
  ],
  dt3: [
    "DateTime64(3) DEFAULT fromUnixTimestamp64Milli(ticks)",
    "toUnixTimestamp64Milli(dt3) = ticks",
  ],
  dt9: [
    "DateTime64(9, 'Asia/Kathmandu') DEFAULT fromUnixTimestamp64Nano(ticks)",
    "toUnixTimestamp64Nano(dt9) = ticks",
  ],
  twice: ["Map(String, Int64) DEFAULT map('a', n, 'a', ticks)", "mapValues(twice) = [n, ticks]"],
  pairs: [
    "Array(Tuple(a String, `b.c` Nullable(Float64))) DEFAULT [(unhex(bytes), NULL), ('', -0.0)]",
    "hex(pairs[1].1) = bytes",
  ],
  '`an odd.name {"x"}`': ["String DEFAULT unhex(bytes)", "1"],
  at: ["DateTime64(6) DEFAULT now64(6)", "1"],
  id: ["UUID DEFAULT generateUUIDv4()", "1"],
} satisfies Readonly<Record<string, readonly [string, string]>>;

const columns = [
  ...Object.entries(sent).map(([name, type]) => `${name} ${type} \`json:$.${name}\``),
  ...Object.entries(worked).map(([name, [type]]) => `${name} ${type}`),
];

const most = { min: -2_208_988_800_000n, max: 10_413_791_999_999n };
const odd = constantFrom(
  "",
  "\n\n",
  "\n",
  "\\N",
  "\0",
  "\t",
  "'",
  '"',
  "\\",
  "}\n\n{",
  "\u2028",
  "😀",
);
const text = oneof(odd, string({ unit: "grapheme" }), string({ unit: "binary" }));
const bytes = uint8Array({ maxLength: 12 }).map((each) =>
  Buffer.from(each).toString("hex").toUpperCase(),
);
const finite = double({ noNaN: true, noDefaultInfinity: true });

/** -0, the infinities, and both half past two of the night in which Berlin's summer time ends. */
const oddBits = [2n ** 63n, 0x7ff0n << 48n, 0xfff0n << 48n, 1_635_640_200n, 1_635_643_800n];

const row = record({
  // As text, so that no digit is lost on the way.
  bits: oneof(bigInt({ min: 0n, max: 2n ** 64n - 1n }), constantFrom(...oddBits)),
  ticks: bigInt(most),
  huge: bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n }),
  plain: record({
    bytes,
    text,
    number: finite,
    small: finite.map(Math.fround).filter(Number.isFinite),
    yes: boolean(),
    maybe: option(text),
    word: option(text),
    list: arrayOf(option(finite), { maxLength: 4 }),
    nested: arrayOf(arrayOf(text, { maxLength: 3 }), { maxLength: 3 }),
    named: dictionary(text, arrayOf(integer(), { maxLength: 3 }), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    uuid: uuid(),
    moment: date({ min: new Date("1900-01-02"), max: new Date("2299-12-30"), noInvalidDate: true }),
    day: date({
      min: new Date("1900-01-02"),
      max: new Date("2299-12-30"),
      noInvalidDate: true,
    }).map((each) => each.toISOString().slice(0, 10)),
    choice: constantFrom("one", "it's\n\ntwo"),
  }),
});

describe("a row", () => {
  test("is the same, byte by byte, in the store, after a rebuild from the log and after one from a snapshot", async () => {
    const schema = `SCHEMA >\n    ${columns.join(",\n    ")}\n\nENGINE MergeTree\nENGINE_SORTING_KEY n\n`;
    const project = await temporaryProject({ "datasources/t.datasource": schema });
    const data = await temporaryDirectory();
    const start = async () => {
      const server = await startTinybird({ project, data, compactAfterBytes: 1_000_000_000 });
      onTestFinished(() => server.stop());
      const raw = async () => {
        const url = `${server.url}/v0/sql?q=${encodeURIComponent("SELECT * FROM t ORDER BY n FORMAT RowBinary")}`;
        const answer = await fetch(url, { headers: { authorization: `Bearer ${server.token}` } });
        return Buffer.from(await answer.arrayBuffer()).toString("hex");
      };
      const content = async () => ({
        rows: await rows("SELECT * FROM t ORDER BY n"),
        raw: await raw(),
      });
      const { append, request, rows } = client(server);
      return { ...server, append, request, rows, content };
    };
    const first = await start();
    let n = 0;
    const wrong = Object.entries(worked).map(
      ([name, [, holds]]) => `if(${holds}, '', '${name.replaceAll("`", "")}')`,
    );
    await assert(
      asyncProperty(arrayOf(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const from = n;
        const lines = rows.map(({ bits, ticks, huge, plain }) => {
          const hex = Buffer.from(plain.text).toString("hex").toUpperCase();
          const numbers = `"n":${n++},"bits":${bits},"ticks":${ticks},"huge":${huge}`;
          return `{${numbers},${JSON.stringify({ ...plain, text_bytes: hex }).slice(1)}`;
        });
        const answer = await first.append("t", lines.join("\n"));
        expect(answer.json).toEqual({ successful_rows: rows.length, quarantined_rows: 0 });
        const stored = await first.rows(
          `SELECT arrayFilter(x -> x != '', [${wrong.join(", ")}, if(hex(text) = text_bytes, '', 'text')]) AS wrong,
           toString(huge) AS huge, number, toFloat64(small) AS small, maybe, word, list, nested, yes, choice
           FROM t WHERE n >= ${from} ORDER BY n`,
        );
        const expected = rows.map(
          ({ huge, plain: { number, small, maybe, word, list, nested, yes, choice } }) => ({
            wrong: [],
            ...{ huge: String(huge), number, small, maybe, word, list, nested, yes, choice },
          }),
        );
        expect(stored).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
      { numRuns: 12 },
    );
    const before = await first.content();
    expect(before.rows).toHaveLength(n);
    const rebuild = async (server: typeof first) => {
      process.kill(server.pid, "SIGKILL");
      await server.ended;
      await rm(join(data, "clickhouse"), { recursive: true });
      const next = await start();
      expect(next.recovery.rebuilt).toBe("missing");
      return next;
    };
    const second = await rebuild(first);
    expect(second.recovery.replayed).toBeGreaterThan(0);
    expect(await second.content()).toEqual(before);
    // A delete makes a snapshot.
    const body = new URLSearchParams({ delete_condition: "n < 0" });
    await second.request("/v0/datasources/t/delete", { method: "POST", body });
    await second.stop();
    const third = await rebuild(await start());
    expect(await third.content()).toEqual(before);
  });
});
