import { describe, expect, test } from "vitest";
import { splitRows } from "./split-rows.ts";

describe("splitRows", () => {
  test("gives each line that is a JSON object as sent", async () => {
    expect(await splitRows('{"a":1e2}\n\r\n  {"b":"\\n"}\r\n')).toEqual({
      rows: ['{"a":1e2}', '{"b":"\\n"}'],
      broken: [],
    });
  });

  test("gives the other lines with their numbers", async () => {
    expect(await splitRows('{"a":1}\n\n[1]\n{"b"')).toEqual({
      rows: ['{"a":1}'],
      broken: [
        { line: 3, text: "[1]" },
        { line: 4, text: '{"b"' },
      ],
    });
  });

  test("gives one object over lines as one line", async () => {
    expect((await splitRows('{\n"a":\n{}\r\n}')).rows).toEqual(['{ "a": {}  }']);
  });

  test("refuses a body without any row, and names its first line", async () => {
    await expect(splitRows("\n")).rejects.toThrow("empty body");
    await expect(splitRows("\n\nx\ny")).rejects.toThrow("line 3 is none");
  });

  test("takes 200,000 lines, and refuses more with the number found", async () => {
    expect((await splitRows("{}\n".repeat(200_000))).rows).toHaveLength(200_000);
    await expect(splitRows(`${"{}\n".repeat(200_000)}{}`)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("at most 200000 lines: current value is 200001"),
    });
  });
});
