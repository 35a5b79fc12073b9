import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  createClient,
  defineDatasource,
  defineEndpoint,
  engine,
  node,
  p,
  Tinybird as TypedTinybird,
  t,
} from "@tinybirdco/sdk";
import { createTinybirdApi, TinybirdApiError } from "@tinybirdco/sdk/api";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
// Not among its exports, though its command line uses it.
import { fetchAllResources } from "../../node_modules/@tinybirdco/sdk/dist/api/resources.js";
import { startTinybird, type Tinybird } from "../../src/index.ts";
import { client } from "../client.ts";
import { temporaryDirectory } from "../temporary-directory.ts";
import { vault } from "../vault.ts";

let tinybird: Tinybird;
let rows: ReturnType<typeof client>["rows"];

beforeAll(async () => {
  tinybird = await startTinybird({ project: vault });
  ({ rows } = client(tinybird));
});
afterAll(() => tinybird?.stop());
beforeEach(async () => {
  for (const name of ["orders", "stock", "visits", "visits_by_page"]) {
    await api().truncateDatasource(name);
  }
});

const api = (token = tinybird.token) => createTinybirdApi({ baseUrl: tinybird.url, token });

async function file(name: string, text: string): Promise<string> {
  const path = join(await temporaryDirectory(), name);
  await writeFile(path, text);
  return path;
}

async function failure(job: Promise<unknown>): Promise<TinybirdApiError> {
  const outcome = await job.catch((cause: unknown) => cause);
  if (outcome instanceof TinybirdApiError) return outcome;
  throw new Error("it worked", { cause: outcome });
}

describe("TinybirdApi of @tinybirdco/sdk", () => {
  test("ingests rows, waiting or not, and asks an endpoint with parameters", async () => {
    const one = await api().ingest("orders", { id: "a", amount: 1 });
    expect(one).toEqual({ successful_rows: 1, quarantined_rows: 0 });
    const events = [
      { id: "b", amount: 2 },
      { id: "c", amount: "many" },
    ];
    const more = await api().ingestBatch("orders", events, { wait: false });
    expect(more).toEqual({ successful_rows: 1, quarantined_rows: 1 });
    await expect
      .poll(async () => (await api().query("small", { below: 10 })).data)
      .toEqual([
        { id: "a", amount: 1, ratio: null },
        { id: "b", amount: 2, ratio: null },
      ]);
    const { meta, rows: count, statistics } = await api().query("small", { below: 2 });
    expect({ count, first: meta[0] }).toEqual({ count: 1, first: { name: "id", type: "String" } });
    expect(statistics.rows_read).toEqual(expect.any(Number));
  });

  test("runs SQL", async () => {
    await api().ingest("orders", { id: "a", amount: 1 });
    const { data } = await api().sql<{ n: number }>("SELECT count() AS n FROM orders");
    expect(data).toEqual([{ n: 1 }]);
  });

  test("appends files of CSV and NDJSON, and replaces by one", async () => {
    const csv = await file("rows.csv", "sku;quantity\na;1\nb;none\n");
    const appended = await api().appendDatasource("stock", {
      file: csv,
      csvDialect: { delimiter: ";", newLine: "\n" },
    });
    expect(appended).toMatchObject({
      successful_rows: 1,
      quarantined_rows: 1,
      import_id: expect.any(String),
    });
    const ndjson = await file("rows.ndjson", '{"sku":"c","quantity":3}\n');
    await api().appendDatasource("stock", { file: ndjson });
    expect(await rows("SELECT sku FROM stock ORDER BY sku")).toEqual([{ sku: "a" }, { sku: "c" }]);
    await api().appendDatasource("stock", { file: ndjson }, { mode: "replace" });
    expect(await rows("SELECT sku FROM stock")).toEqual([{ sku: "c" }]);
  });

  test("deletes, counts what it would delete, and truncates", async () => {
    await api().ingestBatch(
      "orders",
      [1, 2, 3].map((amount) => ({ id: `${amount}`, amount })),
    );
    const deleteCondition = "amount >= 2";
    const counted = await api().deleteDatasource("orders", { deleteCondition, dryRun: true });
    expect(counted).toEqual({ rows_to_be_deleted: 2 });
    const deleted = await api().deleteDatasource("orders", { deleteCondition });
    const job = await api().requestJson(`/v0/jobs/${deleted.job_id}`);
    expect(job).toMatchObject({ id: deleted.id, job_url: deleted.job_url, status: "done" });
    expect(await rows("SELECT id FROM orders")).toEqual([{ id: "1" }]);
    await api().truncateDatasource("orders");
    expect(await rows("SELECT id FROM orders")).toEqual([]);
  });

  test("gives errors with their status, text and documentation", async () => {
    const missing = await failure(api().query("nowhere"));
    expect({ ...missing, message: missing.message }).toMatchObject({
      statusCode: 404,
      message: 'The pipe "nowhere" does not exist',
      response: { documentation: expect.stringContaining("tinybird.co/docs") },
    });
    const wrong = await failure(api().query("small", { below: "many" }));
    expect(wrong.statusCode).toBe(400);
    expect(wrong.message).toBe("Template Syntax Error: Error validating 'many' to type Int64");
    expect((await failure(api("no token").sql("SELECT 1"))).statusCode).toBe(403);
    const remote = api().appendDatasource("stock", { url: "https://example.com/rows.csv" });
    expect((await failure(remote)).message).toContain("URL");
    const parquet = await file("rows.parquet", "PAR1");
    const packed = await failure(api().appendDatasource("stock", { file: parquet }));
    expect(packed.message).toContain("csv or ndjson");
  });

  test("tries again after a 429, and gets its row in once", async () => {
    const limited = await startTinybird({ project: vault, requestsPerSecond: 1 });
    onTestFinished(() => limited.stop());
    const tried = createTinybirdApi({ baseUrl: limited.url, token: limited.token });
    const ids = ["a", "b", "c"];
    const answers = await Promise.all(
      ids.map((id) => tried.ingest("orders", { id, amount: 1 }, { maxRetries: 10 })),
    );
    expect(answers.map(({ successful_rows }) => successful_rows)).toEqual([1, 1, 1]);
    const { data } = await tried.sql<{ id: string }>("SELECT id FROM orders ORDER BY id");
    expect(data.map(({ id }) => id)).toEqual(ids);
  });

  test("reads what data sources and pipes are made of", async () => {
    const { datasources, pipes } = await fetchAllResources({
      baseUrl: tinybird.url,
      token: tinybird.token,
    });
    expect(datasources.find(({ name }) => name === "orders")).toMatchObject({
      columns: [
        { name: "id", type: "String", jsonpath: "$.id" },
        { name: "amount", type: "Int64", jsonpath: "$.amount" },
      ],
      engine: { type: "MergeTree", sorting_key: "id" },
    });
    expect(pipes.find(({ name }) => name === "small")).toMatchObject({
      type: "endpoint",
      nodes: [{ name: "chosen" }, { name: "end", description: "What is left" }],
      params: [{ name: "below", type: "Int64", default: 10, required: false }],
    });
    expect(pipes.find(({ name }) => name === "sum_visits")).toMatchObject({
      type: "materialized",
      materialized: { datasource: "visits_by_page" },
    });
  });
});

describe("the typed client of @tinybirdco/sdk", () => {
  const orders = defineDatasource("orders", {
    schema: { id: t.string(), amount: t.int64() },
    engine: engine.mergeTree({ sortingKey: ["id"] }),
  });
  const small = defineEndpoint("small", {
    params: { below: p.int64().optional(10) },
    nodes: [node({ name: "end", sql: "SELECT id, amount FROM orders" })],
    output: { id: t.string(), amount: t.int64() },
  });

  test("ingests and asks by the definitions", async () => {
    const typed = new TypedTinybird({
      datasources: { orders },
      pipes: { small },
      baseUrl: tinybird.url,
      token: tinybird.token,
      devMode: false,
    });
    await typed.orders.ingest({ id: "a", amount: 1 });
    const { data } = await typed.small.query({ below: 5 });
    expect(data).toMatchObject([{ id: "a" }]);
    await typed.orders.truncate();
  });

  test("sends a bigint, which it writes as a text, into a column that is wide enough", async () => {
    const wide = defineDatasource("wide", {
      schema: { id: t.string(), amount: t.int128() },
      engine: engine.mergeTree({ sortingKey: ["id"] }),
    });
    const typed = new TypedTinybird({
      datasources: { wide },
      pipes: {},
      baseUrl: tinybird.url,
      token: tinybird.token,
      devMode: false,
    });
    const amount = 2n ** 100n;
    const result = await typed.wide.ingest({ id: "a", amount });
    expect(result).toEqual({ successful_rows: 1, quarantined_rows: 0 });
    expect(await rows("SELECT toString(amount) AS text FROM wide")).toEqual([
      { text: String(amount) },
    ]);
  });

  test("has its tokens refused as errors of authorization", async () => {
    const typed = createClient({ baseUrl: tinybird.url, token: "none", devMode: false });
    await expect(typed.query("small")).rejects.toMatchObject({ statusCode: 403 });
  });
});
