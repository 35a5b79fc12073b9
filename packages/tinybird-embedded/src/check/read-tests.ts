import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { type TestCase, testParameters } from "./test-case.ts";

/** Reads the cases of a project's `tests/*.yaml`, each named after the pipe that it calls. */
export async function readTests(project: string): Promise<TestCase[]> {
  const names = await readdir(join(project, "tests")).catch(() => []);
  const cases: TestCase[] = [];
  for (const name of names.sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const text = await readFile(join(project, "tests", name), "utf8");
    cases.push(...parseTests(text, `tests/${name}`));
  }
  return cases;
}

/** Reads the text of a test file; what cannot be read is a case that says why. */
export function parseTests(text: string, file: string): TestCase[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line || 1;
  const [error] = document.errors;
  if (error !== undefined) {
    const unreadable = `it must be YAML: ${error.message}`;
    return [{ file, line: lineAt(error.pos[0]), name: file, unreadable }];
  }
  const { contents } = document;
  if (contents === null) return [];
  if (!isSeq(contents)) {
    return [{ file, line: 1, name: file, unreadable: "it must be a list of test cases" }];
  }
  const pipe = file.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
  return contents.items.map((item, index) => {
    if (!isMap(item)) {
      const range: unknown = item !== null && typeof item === "object" ? item : undefined;
      return { file, line: lineAt(offsetOf(range)), name: `case ${index + 1}`, unreadable: shape };
    }
    return asCase(item, { file, pipe, line: lineAt(offsetOf(item)), index });
  });
}

const shape = "a test case must have name, parameters and expected_result";

function offsetOf(node: unknown): number | undefined {
  const range: unknown =
    typeof node === "object" && node !== null ? Reflect.get(node, "range") : [];
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === "number" ? start : undefined;
}

function asCase(
  item: YAMLMap,
  { file, pipe, line, index }: { file: string; pipe: string; line: number; index: number },
): TestCase {
  const values: unknown = item.toJSON();
  const fields = new Map(Object.entries(typeof values === "object" && values ? values : {}));
  const [only] = [...fields];
  if (fields.size === 1 && only !== undefined && !fields.has("name")) {
    const [name, classic] = only;
    const sql: unknown =
      typeof classic === "object" && classic !== null ? Reflect.get(classic, "sql") : undefined;
    if (typeof sql === "string") return { file, line, name, sql };
  }
  const name = String(fields.get("name") ?? `case ${index + 1}`);
  const parameters = fields.get("parameters") ?? "";
  const expected = fields.get("expected_result") ?? "";
  const status = fields.get("expected_http_status") ?? undefined;
  if (!fields.has("name")) return { file, line, name, unreadable: shape };
  if (typeof parameters !== "string") {
    const unreadable = `parameters must be a text like "a=1&b=2"`;
    return { file, line, name, unreadable };
  }
  if (typeof expected !== "string") {
    const unreadable = "expected_result must be a text: put it under expected_result: |";
    return { file, line, name, unreadable };
  }
  if (status !== undefined && typeof status !== "number") {
    return { file, line, name, unreadable: "expected_http_status must be a number" };
  }
  const call = { pipe, parameters: testParameters(parameters), expected };
  return { file, line, name, call: status === undefined ? call : { ...call, status } };
}
