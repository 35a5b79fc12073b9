import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { startTinybird } from "../start-tinybird.ts";
import type { QueryLimits } from "./query-limits.ts";

async function startWith(queryLimits: Partial<QueryLimits>) {
  const tinybird = await startTinybird({ project: shop, queryLimits });
  onTestFinished(() => tinybird.stop());
  return client(tinybird);
}

describe("QueryLimits", () => {
  test.each<[Partial<QueryLimits>, number, string, string]>([
    [{ seconds: 1 }, 408, "TIMEOUT_EXCEEDED", "SELECT count() FROM numbers(1000000000000)"],
    [{ resultRows: 10 }, 400, "TOO_MANY_ROWS_OR_BYTES", "SELECT * FROM numbers(11)"],
    [{ resultBytes: 1000 }, 400, "TOO_MANY_ROWS_OR_BYTES", "SELECT * FROM numbers(1000)"],
    [{ readRows: 10 }, 400, "TOO_MANY_ROWS", "SELECT count() FROM numbers(11)"],
    [
      { memoryBytes: 10_000_000 },
      400,
      "MEMORY_LIMIT_EXCEEDED",
      "SELECT length(groupArray(number)) FROM numbers(10000000)",
    ],
  ])("with %o answer %i, which names the limit", async (limits, status, code, statement) => {
    const api = await startWith(limits);
    const [[name, value] = []] = Object.entries(limits);
    const refused = await api.sql(statement);
    expect(refused.status).toBe(status);
    expect(refused.json.error).toMatch(/^\[Error\] /);
    expect(refused.json.error).toContain(`(${code})`);
    expect(refused.json.error).toContain(`The server's limit "${name}" is ${value}.`);
    expect(await api.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("hold for what a statement works out before it runs", async () => {
    const api = await startWith({ seconds: 1 });
    const slow = api.sql("SELECT (SELECT count() FROM numbers(1000000000000)) AS slow");
    const from = performance.now();
    await api.request("/health");
    expect(performance.now() - from).toBeLessThan(900);
    expect(await slow).toMatchObject({ status: 408 });
  });
});
