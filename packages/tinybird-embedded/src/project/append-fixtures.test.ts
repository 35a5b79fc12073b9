import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { datasource, view } from "../../test/deploy-lab.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { StartError } from "../start-error.ts";
import { startTinybird } from "../start-tinybird.ts";

const orders = datasource(
  "`id` String `json:$.id`, `customer` String `json:$.customer.name` DEFAULT 'nobody', `n` Int64 `json:$.n`, `tags` Array(String) `json:$.tags[:]` DEFAULT [], `at` DateTime64(3) `json:$.at` DEFAULT now64(3)",
);

async function start(files: Readonly<Record<string, string>>, data?: string) {
  const project = await temporaryProject(files);
  const tinybird = await startTinybird({
    project,
    fixtures: true,
    ...(data === undefined ? {} : { data }),
  });
  onTestFinished(() => tinybird.stop());
  return { ...client(tinybird), stop: () => tinybird.stop() };
}

async function failure(files: Readonly<Record<string, string>>): Promise<StartError> {
  const outcome = await start(files).catch((cause: unknown) => cause);
  if (outcome instanceof StartError) return outcome;
  throw new Error("it started", { cause: outcome });
}

describe("appendFixtures", () => {
  test("appends NDJSON by JSON paths, through views, and nothing at a second start", async () => {
    const data = await temporaryDirectory();
    const files = {
      "orders.datasource": orders,
      "sales.datasource": datasource("`id` String, `n` Int64", "", "SummingMergeTree"),
      "sum.pipe": view("SELECT customer AS id, sum(n) AS n FROM orders GROUP BY customer", "sales"),
      "fixtures/orders.ndjson":
        '\uFEFF{"id":"a","customer":{"name":"Ada"},"n":9007199254740993}\n\n{"id":"b","n":1,"tags":["x"]}',
      "fixtures/orders.sql": "SELECT 1",
    };
    const first = await start(files, data);
    const rows = () =>
      first.rows("SELECT id, customer, toString(n) AS n, tags FROM orders ORDER BY id");
    expect(await rows()).toEqual([
      { id: "a", customer: "Ada", n: "9007199254740993", tags: [] },
      { id: "b", customer: "nobody", n: "1", tags: ["x"] },
    ]);
    expect(await first.rows("SELECT id FROM sales ORDER BY id")).toEqual([
      { id: "Ada" },
      { id: "nobody" },
    ]);
    await first.stop();
    const second = await start(files, data);
    expect(await second.rows("SELECT count() AS n FROM orders")).toEqual([{ n: 2 }]);
    expect(await second.rows("SELECT count() AS n FROM sales")).toEqual([{ n: 2 }]);
  });

  test("appends CSV by the columns' names, and NDJSON where there are no JSON paths", async () => {
    const api = await start({
      "orders.datasource": orders,
      "people.datasource": datasource("`id` String, `age` Nullable(UInt8)"),
      "fixtures/orders.csv":
        'n, id,customer ,tags,at\n1,007,"Ada ""the first"", of\nmany",["x"],2024-01-02 03:04:05\n2,b,,,2024-01-02 03:04:05\n',
      "fixtures/people.ndjson": '{"id":"a","age":36,"other":1}\n{"id":"b"}',
    });
    expect(await api.rows("SELECT id, customer, n, tags FROM orders ORDER BY id")).toEqual([
      { id: "007", customer: 'Ada "the first", of\nmany', n: 1, tags: ["x"] },
      { id: "b", customer: "", n: 2, tags: [] },
    ]);
    expect(await api.rows("SELECT * FROM people ORDER BY id")).toEqual([
      { id: "a", age: 36 },
      { id: "b", age: null },
    ]);
  });

  test.each([
    [
      "a line that is no JSON object",
      "orders.ndjson",
      '{"id":"a","n":1}\n\nsecret',
      3,
      "JSON object",
    ],
    [
      "a value that does not fit",
      "orders.ndjson",
      '{"id":"a","n":1}\n{"id":"secret","n":"x"}',
      2,
      '"n"',
    ],
    [
      "a value that ClickHouse cannot read",
      "orders.ndjson",
      '{"id":"a","n":1,"at":"secret"}',
      1,
      "read",
    ],
    [
      "CSV that does not fit",
      "orders.csv",
      'id,n\n"a\nb",1\nsecret,99999999999999999999',
      4,
      '"n"',
    ],
    ["CSV with another column", "orders.csv", "id,n,secret\na,1,1\n", undefined, "columns of"],
    ["CSV that is none", "orders.csv", "id,n\na,1,secret,3\n", undefined, "as many fields"],
    ["rows for no data source", "others.ndjson", "{}", undefined, 'no "others"'],
  ])("refuses %s, and says where", async (_, name, text, line, reason) => {
    const error = await failure({ "orders.datasource": orders, [`fixtures/${name}`]: text });
    expect(error.failure).toMatchObject({
      code: "datafile_invalid",
      file: `fixtures/${name}`,
      ...(line === undefined ? {} : { line }),
    });
    expect(error.message).toContain(reason);
    expect(error.message).not.toContain("secret");
  });
});
