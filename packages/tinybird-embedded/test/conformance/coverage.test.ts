import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { directives } from "../../src/datafile/known-directives.ts";
import { functionNames } from "../../src/template/functions/function-table.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const text = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(datasource|pipe|connection|incl)$/.test(path))
  .map((path) => readFileSync(`${here}${path}`, "utf8"))
  .join("\n");

test("the conformance suite has every directive that datafiles may have", () => {
  const missing = directives.filter((each) => !new RegExp(`^\\s*${each}\\b`, "m").test(text));
  expect(missing).toEqual([]);
});

test("the conformance suite calls every function of templates", () => {
  const missing = functionNames.filter((each) => !new RegExp(`\\b${each}\\s*\\(`).test(text));
  expect(missing).toEqual([]);
});
