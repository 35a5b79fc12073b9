import { describe, expect, test } from "vitest";
import { ClickhouseError } from "./clickhouse-error.ts";

describe("ClickhouseError", () => {
  test("says neither where the data is nor how the result would be written", () => {
    const text =
      "Code: 62. DB::Exception: Syntax error: failed at position 9 (FROM): FROM FROM INTO OUTFILE '/var/data/results/0b1c' FORMAT JSON . Expected one of: token. (SYNTAX_ERROR) (version 26.7.2.1)";
    expect(new ClickhouseError(new Error(text), "/var/data").reason).toBe(
      "Syntax error: failed at position 9 (FROM): FROM FROM . Expected one of: token. (SYNTAX_ERROR)",
    );
  });
});
