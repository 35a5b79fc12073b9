import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

async function answersOf(pipes: Readonly<Record<string, string>>) {
  const files = Object.entries(pipes).map(([name, sql]) => [
    `${name}.pipe`,
    `NODE n\nSQL >\n    ${sql}\n\nTYPE endpoint\n`,
  ]);
  const tinybird = await startTinybird({
    project: await temporaryProject(Object.fromEntries(files)),
  });
  onTestFinished(() => tinybird.stop());
  return client(tinybird);
}

describe("a node that reads no other", () => {
  test.each([
    ["with a limit", "SELECT number AS n FROM numbers(10) ORDER BY n DESC LIMIT 2", [9, 8]],
    ["that begins with WITH", "WITH 3 AS three SELECT three AS n", [3]],
    ["of two in brackets", "(SELECT 1 AS n) UNION ALL (SELECT 1 AS n)", [1, 1]],
    ["with a comment at its end", "SELECT 4 AS n -- the last", [4]],
    ["with settings of its own", "SELECT 5 AS n SETTINGS max_threads = 1", [5]],
  ])("gives its rows: one %s", async (_, sql, expected) => {
    const api = await answersOf({ rows: sql });
    const { status, json } = await api.pipe("rows");
    expect({ status, rows: json.data?.map(({ n }: { n: unknown }) => Number(n)) }).toEqual({
      status: 200,
      rows: expected,
    });
  });

  test("says how many rows there were before its limit", async () => {
    const api = await answersOf({
      rows: "SELECT number AS n FROM numbers(10) ORDER BY n DESC LIMIT 2",
    });
    const { json } = await api.pipe("rows");
    expect(json).toMatchObject({ rows: 2, rows_before_limit_at_least: 10 });
  });

  test.each([
    ["", "SELECT 1 INTO OUTFILE '<file>'"],
    [" behind a bracket", "SELECT 1) INTO OUTFILE '<file>' --"],
    [" in a statement before it", "SELECT 1) INTO OUTFILE '<file>'; (SELECT 2"],
    [
      " in a statement before it, as a subquery",
      "SELECT 1) INTO OUTFILE '<file>'; SELECT * FROM (SELECT 2",
    ],
  ])("writes to no file%s", async (_, sql) => {
    const file = join(await temporaryDirectory(), "file");
    const api = await answersOf({ rows: sql.replace("<file>", file) });
    expect((await api.pipe("rows")).status).toBe(400);
    expect(existsSync(file)).toBe(false);
  });
});
