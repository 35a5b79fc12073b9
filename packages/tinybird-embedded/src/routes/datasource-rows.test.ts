import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  tinybird = await startTinybird({ project: shop });
  api = client(tinybird);
});
afterAll(() => tinybird?.stop());
beforeEach(async () => {
  expect(await post("orders/truncate")).toMatchObject({ status: 200 });
  const rows = [1, 2, 3].map((amount) => `{"id":"order ${amount}","amount":${amount}}`);
  await api.append("orders", rows.join("\n"));
});

const post = (path: string, form: Record<string, string> = {}, token?: string) =>
  api.request(
    `/v0/datasources/${path}`,
    { method: "POST", body: new URLSearchParams(form) },
    token,
  );
const amounts = async () =>
  (await api.rows("SELECT amount FROM orders ORDER BY amount")).map(({ amount }) => amount);

describe("POST /v0/datasources/NAME/truncate", () => {
  test("takes all rows away, after those that were acknowledged before", async () => {
    expect(await post("orders/truncate")).toMatchObject({ status: 200 });
    expect(await amounts()).toEqual([]);
    await api.append("orders", '{"id":"next","amount":9}');
    expect(await amounts()).toEqual([9]);
  });

  test("empties a quarantine", async () => {
    await api.append("orders", '{"id":"x","amount":"none"}');
    expect(await api.rows("SELECT id FROM orders_quarantine")).not.toEqual([]);
    expect(await post("orders_quarantine/truncate")).toMatchObject({ status: 200 });
    expect(await api.rows("SELECT id FROM orders_quarantine")).toEqual([]);
    expect(await amounts()).toEqual([1, 2, 3]);
  });

  test("refuses what is not there, and a token that is not the administrator's", async () => {
    expect(await post("nowhere/truncate")).toMatchObject({ status: 404 });
    expect(await post("orders/truncate", {}, tinybird.tokens.shop_writer)).toMatchObject({
      status: 403,
    });
    expect(await amounts()).toEqual([1, 2, 3]);
  });
});

describe("GET /v0/jobs", () => {
  test("has a delete, which is done, by its id and in the list", async () => {
    const { json } = await post("orders/delete", { delete_condition: "amount = 1" });
    const job = await api.request(new URL(json.job_url).pathname);
    expect(job.json).toEqual(json.job);
    expect(job.json).toMatchObject({
      status: "done",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    });
    const list = async (query: string) => (await api.request(`/v0/jobs${query}`)).json.jobs;
    expect((await list(""))[0]).toEqual(json.job);
    expect((await list("?status=done&kind=delete_data"))[0]).toEqual(json.job);
    expect(await list("?status=error")).toEqual([]);
  });

  test("refuses a job that is not there, a cancellation, and other tokens", async () => {
    const { json } = await post("orders/delete", { delete_condition: "amount = 1" });
    const cancel = `/v0/jobs/${json.job_id}/cancel`;
    expect(await api.request("/v0/jobs/none")).toMatchObject({ status: 404 });
    expect(await api.request(cancel, { method: "POST" })).toMatchObject({ status: 400 });
    for (const path of ["/v0/jobs", `/v0/jobs/${json.job_id}`]) {
      const answer = await api.request(path, {}, tinybird.tokens.shop_writer);
      expect(answer.status).toBe(403);
    }
  });
});

describe("POST /v0/datasources/NAME/delete", () => {
  test("takes the rows of a condition away, and says how many", async () => {
    const { status, json } = await post("orders/delete", { delete_condition: "amount >= 2" });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: json.job_id,
      delete_id: json.job_id,
      job_url: `${tinybird.url}/v0/jobs/${json.job_id}`,
      job: {
        kind: "delete_data",
        id: json.job_id,
        datasource: { name: "orders" },
        delete_condition: "amount >= 2",
      },
      status: "done",
      rows_affected: 2,
    });
    expect(await amounts()).toEqual([1]);
  });

  test("only counts them with dry_run", async () => {
    const form = { delete_condition: "id IN ('order 1', 'order 3')", dry_run: "true" };
    expect((await post("orders/delete", form)).json).toEqual({ rows_to_be_deleted: 2 });
    expect(await amounts()).toEqual([1, 2, 3]);
  });

  test("takes a subquery over the project", async () => {
    const condition = "amount = (SELECT max(amount) FROM orders)";
    expect(await post("orders/delete", { delete_condition: condition })).toMatchObject({
      status: 200,
    });
    expect(await amounts()).toEqual([1, 2]);
  });

  test.each([
    ["no condition", ""],
    ["no SQL", "amount >"],
    ["a second command", "amount = 1), (DROP COLUMN amount"],
    ["a closed bracket", "amount = 1) UNION ALL (SELECT 1"],
    ["settings", "amount = 1 SETTINGS mutations_sync = 0"],
    ["a second statement", "amount = 1; DROP TABLE orders"],
    ["a comment", "amount = 1) --"],
    ["a partition", "IN PARTITION 2024 WHERE amount = 1"],
    ["a column that is not there", "price = 1"],
    ["a value that cannot be read", "toUInt8(id) = 1"],
  ])("refuses %s, and deletes nothing", async (_, condition) => {
    expect(await post("orders/delete", { delete_condition: condition })).toMatchObject({
      status: 400,
    });
    expect(await amounts()).toEqual([1, 2, 3]);
  });

  test.each([
    "placed_at < now()",
    "placed_at < NOW() - INTERVAL 1 SECOND",
    "placed_at < now64(3)",
    "placed_at < CURRENT_TIMESTAMP",
    "toDate(placed_at) <= today()",
    "toDate(placed_at) > yesterday()",
    "rand() % 2 = 0",
    "randCanonical() < 0.5",
    "generateUUIDv4() != toUUID('00000000-0000-0000-0000-000000000000')",
    "rowNumberInBlock() = 0",
    "rowNumberInAllBlocks() = 0",
    "runningDifference(amount) = 0",
    "neighbor(amount, 1) = 2",
    "id = (SELECT any(id) FROM orders)",
    "id IN (SELECT anyLastIf(id, amount > 1) FROM orders)",
    "amount IN (SELECT amount FROM orders WHERE placed_at < now())",
    "_part != ''",
    "_partition_id != ''",
    "orders._row_exists = 1",
    "_block_number >= 0",
    "id IN (SELECT id FROM orders AS o WHERE o._part_offset = 0)",
  ])(
    "refuses what may hold for other rows in a replay, and deletes nothing: %s",
    async (condition) => {
      const { status, json } = await post("orders/delete", { delete_condition: condition });
      expect({ status, json }).toEqual({
        status: 400,
        json: expect.objectContaining({
          error: expect.stringMatching(/^Cannot delete by .+ made anew from the log/),
        }),
      });
      expect(await amounts()).toEqual([1, 2, 3]);
    },
  );

  test("takes a time that is written as a literal, and arrayJoin in a subquery", async () => {
    const form = {
      delete_condition:
        "placed_at > toDateTime64('2020-01-01 00:00:00', 3) AND id IN (SELECT arrayJoin(['order 1', 'order 2']))",
    };
    expect(await post("orders/delete", form)).toMatchObject({ status: 200 });
    expect(await amounts()).toEqual([3]);
  });

  test("takes a column that is named as a virtual one could be", async () => {
    const project = await temporaryProject({
      "a.datasource":
        "SCHEMA >\n    `_key` String `json:$.key`\n\nENGINE MergeTree\nENGINE_SORTING_KEY _key\n",
    });
    const other = await startTinybird({ project });
    onTestFinished(() => other.stop());
    const { append, request, rows } = client(other);
    await append("a", '{"key":"x"}\n{"key":"y"}');
    const body = new URLSearchParams({ delete_condition: "_key = 'x' AND a._key != 'y'" });
    expect(await request("/v0/datasources/a/delete", { method: "POST", body })).toMatchObject({
      status: 200,
    });
    expect(await rows("SELECT _key FROM a")).toEqual([{ _key: "y" }]);
  });

  test.each([
    "file('/etc/passwd') != ''",
    "id IN (SELECT name FROM system.tables)",
    "id IN system.tables",
    "amount IN (SELECT * FROM url('http://localhost', 'CSV', 'a Int64'))",
  ])("refuses what reads more than the project: %s", async (condition) => {
    expect(await post("orders/delete", { delete_condition: condition })).toMatchObject({
      status: 403,
    });
    expect(await amounts()).toEqual([1, 2, 3]);
  });
});
