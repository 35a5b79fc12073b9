import { arrayElements, objectMembers } from "../ingest/extract-values.ts";
import type { Tinybird } from "../start-tinybird.ts";
import { callEndpoint, callSql, errorText } from "./call-server.ts";
import type { TestCase } from "./test-case.ts";

type Server = Pick<Tinybird, "url" | "token">;

/** Runs a test case; gives why it fails. */
export async function runTest(server: Server, test: TestCase): Promise<string | undefined> {
  if (test.unreadable !== undefined) return test.unreadable;
  if (test.sql !== undefined) return runSqlTest(server, test.sql);
  return test.call === undefined ? undefined : runCall(server, test.call);
}

async function runSqlTest(server: Server, sql: string): Promise<string | undefined> {
  const { status, text } = await callSql(server, sql.trim().replace(/;$/, ""));
  if (status !== 200) return errorText(text);
  const [row] = rowsOf(text);
  return row === undefined ? undefined : `its SQL must give no rows: the first is ${row}`;
}

async function runCall(
  server: Server,
  { pipe, parameters, expected, status }: NonNullable<TestCase["call"]>,
): Promise<string | undefined> {
  const answer = await callEndpoint(server, pipe, parameters);
  const actual = answer.status === 200 ? rowsOf(answer.text).join("\n") : errorText(answer.text);
  if (answer.status !== 200 && status === undefined) return actual;
  if (status !== undefined && status !== answer.status) {
    const said = answer.status === 200 ? "rows" : actual;
    return `expected status ${status}, got ${answer.status}: ${said}`;
  }
  return difference(expected, actual);
}

/** Says where two texts differ; a line break at the end is none. */
export function difference(expected: string, actual: string): string | undefined {
  const [wanted, got] = [expected, actual].map((text) => text.replace(/\r?\n$/, "").split("\n"));
  for (let index = 0; index < Math.max(wanted?.length ?? 0, got?.length ?? 0); index += 1) {
    const [line, other] = [wanted?.[index], got?.[index]];
    if (line === other) continue;
    const [want, have] = [line, other].map((text) => (text ? excerpt(text, line, other) : "none"));
    return `line ${index + 1} differs: expected ${want}, got ${have}`;
  }
  return undefined;
}

/** A long line around the place where it begins to differ. */
function excerpt(text: string, line = "", other = ""): string {
  const width = 80;
  if (text.length <= width) return text;
  let at = 0;
  while (at < line.length && line[at] === other[at]) at += 1;
  const from = Math.max(0, Math.min(at - width / 2, text.length - width));
  const end = from + width < text.length ? "…" : "";
  return `${from > 0 ? "…" : ""}${text.slice(from, from + width)}${end}`;
}

/** Gives the rows of a JSON answer as lines of NDJSON; numbers keep every digit. */
function rowsOf(text: string): string[] {
  const data = [...objectMembers(text)].find(([key]) => key === "data")?.[1] ?? "[]";
  return arrayElements(data).map((row) =>
    row.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : "")),
  );
}
