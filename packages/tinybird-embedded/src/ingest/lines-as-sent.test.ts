import { describe, expect, test } from "vitest";
import { parseColumnType } from "./column-type.ts";
import { linesAsSent } from "./lines-as-sent.ts";
import { type LineScan, scanLines } from "./scan-lines.ts";

const types = { id: "String", n: "Int64", small: "UInt8", tags: "Array(String)" };
const columns = Object.entries(types).map(([name, type]) => ({
  name,
  parsedType: parseColumnType(type),
  path: [name],
  hasDefault: name === "small",
}));
const scan: LineScan = scanLines(columns) ?? { skip: () => -1, left: new Set() };
const row = (changes: Readonly<Record<string, string>> = {}) => {
  const members = { id: '"a"', n: "1", small: "0", tags: "[]", ...changes };
  return `{${Object.entries(members).map(([name, value]) => `"${name}":${value}`)}}`;
};

describe("linesAsSent", () => {
  test("gives every row, or none when one is not certain", async () => {
    const none = new Set();
    expect(await linesAsSent(`${row()}\n${row({ n: "2" })}\n`, scan)).toEqual([
      { line: row(), left: none },
      { line: row({ n: "2" }), left: none },
    ]);
    for (const bad of ["", "\n", `${row()}\n\n${row()}`, `${row()}\n{}`, `${row()}${row()}`]) {
      expect([bad, await linesAsSent(bad, scan)]).toEqual([bad, undefined]);
    }
  });

  test("names for each row what it leaves to a DEFAULT", async () => {
    const short = '{"id":"a","n":1,"tags":[]}';
    const rows = await linesAsSent([short, short, row(), short].join("\n"), scan);
    expect(rows?.map(({ left }) => [...left])).toEqual([[2], [2], [], [2]]);
    expect(rows?.[0]?.left).toBe(rows?.[1]?.left);
  });

  test("leaves more lines than a body may have to the one that refuses them", async () => {
    const body = `${row()}\n`.repeat(200_001);
    expect(await linesAsSent(body, scan)).toBeUndefined();
  });
});
