import { describe, expect, test } from "vitest";
import { outsideFunction } from "./require-inside.ts";
import { sqlWords } from "./sql-words.ts";

describe("sqlWords", () => {
  test("gives names and keywords with what stands around them, and not what is text or comment", () => {
    const words = sqlWords(
      "SELECT f(x), `a``b`, \"q\" /* c */ FROM t -- d\n WHERE 'e\\'PREWHERE' = 'it''s'",
    );
    expect(words.map(({ text }) => text)).toEqual("SELECT f x a``b q FROM t WHERE".split(" "));
    expect(words.filter(({ called }) => called).map(({ text }) => text)).toEqual(["f"]);
    expect(words.filter(({ quoted }) => quoted).map(({ text }) => text)).toEqual(["a``b", "q"]);
  });
});

describe("outsideFunction", () => {
  test.each([
    "SELECT file('x')",
    "SELECT `file`('x')",
    "SELECT \"FILE\" /* c */ ('x')",
    "SELECT * FROM url -- c\n('x')",
    "SELECT * FROM s3Cluster('x')",
  ])("finds the function of %s", (sql) => expect(outsideFunction(sql)).toMatch(/file|url|s3/i));

  test.each([
    "SELECT url, file FROM remote",
    "SELECT 'file(1)'",
    "SELECT domain(url) -- file(1)",
    "SELECT profile(1)",
    "SELECT url IN ('a') FROM t",
  ])("finds none in %s", (sql) => expect(outsideFunction(sql)).toBeUndefined());
});
