import { describe, expect, test } from "vitest";
import { guessedPipeKind } from "./pipe-kind.ts";

describe("guessedPipeKind", () => {
  test.each([
    ["a.pipe", "NODE n\nTYPE endpoint\n", "endpoint"],
    ["a.pipe", "NODE n\ntype 'MATERIALIZED'\n", "materialization"],
    ["a.pipe", "NODE n\nTYPE standard\nNODE m\nTYPE copy\n", "copy"],
    ["a.pipe", "NODE n\nCOPY_SCHEDULE @on-demand\n", "copy"],
    ["a.pipe", "NODE n\nEXPORT_SERVICE kafka\n", "sink"],
    ["a.pipe", "NODE n\nDATASOURCE d\n", "materialization"],
    ["materializations/a.pipe", "", "materialization"],
    ["copies/a.pipe", "", "copy"],
    ["sinks/a.pipe", "", "sink"],
    ["pipes/a.pipe", "", "endpoint"],
  ])("takes %s with %j for %s", (file, text, kind) => {
    expect(guessedPipeKind(file, text)).toBe(kind);
  });
});
