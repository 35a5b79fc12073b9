import { expect, test } from "vitest";
import { parseDatasource } from "../datafile/parse-datasource.ts";
import { insertChecks } from "./insert-checks.ts";

const checksOf = (engine: string) =>
  insertChecks(
    parseDatasource(
      `SCHEMA >\n    \`a\` Int64 \`json:$.a\`,\n    \`b\` Int64 \`json:$.b\`\n\nENGINE "MergeTree"\n${engine}\n`,
      "facts.datasource",
    ),
  );

test.each(['ENGINE_SORTING_KEY "a, b"', 'ENGINE_SORTING_KEY "(a, `b`)"\nENGINE_PARTITION_KEY "a"'])(
  "tries nothing of keys that are columns alone: %s",
  (engine) => {
    expect(checksOf(engine)).toBeUndefined();
  },
);

test.each([
  ['ENGINE_SORTING_KEY "intDiv(a, b), a"', "intDiv(a, b)"],
  ['ENGINE_SORTING_KEY "a"\nENGINE_PARTITION_KEY "a % b"', "a % b"],
  ['ENGINE_SORTING_KEY "a"\nENGINE_TTL "toDateTime(a) + INTERVAL 1 DAY"', "INTERVAL 1 DAY"],
])("tries keys that are worked out: %s", (engine, expression) => {
  expect(checksOf(engine)).toContain(expression);
});
