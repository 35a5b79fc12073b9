import { describe, expect, test } from "vitest";
import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { copyStatement } from "./copy-statement.ts";

const target: DatasourceDefinition = {
  name: "kept",
  file: "kept.datasource",
  columns: [
    { name: "id", type: "String" },
    { name: "label", type: "String", default: "upper(id)" },
    { name: "n", type: "Nullable(UInt8)" },
    { name: "state", type: "AggregateFunction(sum, UInt8)" },
  ],
  indexes: [],
  engine: { type: "MergeTree" },
  tokens: [],
};

describe("copyStatement", () => {
  test("casts what is there, and works out what is not", () => {
    expect(copyStatement("SELECT 1 AS id", ["id"], target)).toBe(
      "SELECT CAST(`id`, 'String') AS `id`, CAST(upper(id), 'String') AS `label`, CAST(defaultValueOfTypeName('Nullable(UInt8)'), 'Nullable(UInt8)') AS `n` FROM (SELECT 1 AS id\n)",
    );
  });

  test("refuses a column that the target does not have, and a state of an aggregate", () => {
    expect(() => copyStatement("", ["id", "other"], target)).toThrow('"other" is none');
    expect(() => copyStatement("", ["state"], target)).toThrow("state of an aggregate");
  });
});
