import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { vault } from "../../test/vault.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  tinybird = await startTinybird({ project: vault });
  api = client(tinybird);
});
afterAll(() => tinybird?.stop());
beforeEach(async () => {
  for (const name of ["orders", "order_totals", "grand_total"]) {
    await api.request(`/v0/datasources/${name}/truncate`, { method: "POST" });
  }
  const rows = ["a", "a", "b"].map((id, amount) => ({ id, amount: amount + 1 }));
  await api.append("orders", rows.map((row) => JSON.stringify(row)).join("\n"));
});

const copy = (parameters: Record<string, string> = {}, pipe = "copy_totals", token?: string) =>
  api.request(
    `/v0/pipes/${pipe}/copy?${new URLSearchParams(parameters)}`,
    { method: "POST" },
    token,
  );
const totals = async () =>
  (await api.rows("SELECT id, total FROM order_totals ORDER BY id, total")).map(
    ({ id, total }) => `${id} ${total}`,
  );
const grandTotal = async () => (await api.rows("SELECT sum(total) AS n FROM grand_total"))[0].n;

describe("POST /v0/pipes/NAME/copy", () => {
  test("writes the rows, complete, through views, and gives a job that is done", async () => {
    const { status, json } = await copy({ job_timestamp: "2024-01-02 03:04:05" });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: json.job.id,
      job_id: json.job.id,
      job_url: `${tinybird.url}/v0/jobs/${json.job.id}`,
      status: "done",
      job: {
        kind: "copy",
        pipe_name: "copy_totals",
        datasource: { name: "order_totals" },
        mode: "append",
        rows_affected: 2,
      },
    });
    expect((await api.request(`/v0/jobs/${json.job_id}`)).json).toEqual(json.job);
    const rows = await api.rows(
      "SELECT * EXCEPT copied_at, isInfinite(ratio) AS big FROM order_totals ORDER BY id",
    );
    const same = { ratio: null, big: 1, note: null, at: "2024-01-02 03:04:05.000" };
    expect(rows).toEqual([
      { ...same, id: "a", total: 3, label: "a/3" },
      { ...same, id: "b", total: 3, label: "b/3" },
    ]);
    expect(await grandTotal()).toBe(6);
  });

  test("takes parameters, from a form too, and the time of the job if none is given", async () => {
    const body = new URLSearchParams({ like: "b%" });
    await api.request("/v0/pipes/copy_totals/copy", { method: "POST", body });
    const [row] = await api.rows(
      "SELECT id, abs(dateDiff('minute', at, now())) < 2 AS fresh FROM order_totals",
    );
    expect(row).toEqual({ id: "b", fresh: 1 });
  });

  test("appends, unless it is to replace, which makes anew what views made of the rows", async () => {
    await copy();
    await copy();
    expect(await totals()).toEqual(["a 3", "a 3", "b 3", "b 3"]);
    await copy({ _mode: "replace", like: "a" });
    expect(await totals()).toEqual(["a 3"]);
    expect(await grandTotal()).toBe(3);
    await copy({ _mode: "replace", like: "nothing" });
    expect(await totals()).toEqual([]);
    expect(await grandTotal()).toBe(0);
  });

  test.each(["append", "replace"])("has its rows after a kill and a rebuild: %s", async (_mode) => {
    const data = await temporaryDirectory();
    const first = await startTinybird({ project: vault, data });
    onTestFinished(() => first.stop());
    const before = client(first);
    await before.append("orders", '{"id":"a","amount":1}');
    await before.request("/v0/pipes/copy_totals/copy", { method: "POST" });
    await before.append("orders", '{"id":"b","amount":2}');
    const path = `/v0/pipes/copy_totals/copy?_mode=${_mode}`;
    expect(await before.request(path, { method: "POST" })).toMatchObject({ status: 200 });
    const content = async (server: typeof before) => ({
      totals: await server.rows("SELECT * FROM order_totals ORDER BY ALL"),
      grand: await server.rows("SELECT sum(total) AS n FROM grand_total"),
    });
    const expected = await content(before);
    expect(expected.grand).toEqual([{ n: _mode === "append" ? 4 : 3 }]);
    process.kill(first.pid, "SIGKILL");
    await first.ended;
    const second = await startTinybird({ project: vault, data });
    onTestFinished(() => second.stop());
    expect(await content(client(second))).toEqual(expected);
    // What the query reads now is no matter: the log has the rows.
    await client(second).request("/v0/datasources/orders/truncate", { method: "POST" });
    await second.stop();
    await rm(join(data, "clickhouse"), { recursive: true });
    const third = await startTinybird({ project: vault, data });
    onTestFinished(() => third.stop());
    expect(await content(client(third))).toEqual(expected);
  });

  describe("refuses, and copies nothing:", () => {
    test.each<[string, string, Record<string, string>, number, string]>([
      ["a pipe that is not there", "nowhere", {}, 404, "does not exist"],
      ["a pipe that copies nothing", "small", {}, 400, "TYPE copy"],
      ["a pipe that materializes", "sum_visits", {}, 400, "TYPE copy"],
      ["another mode", "copy_totals", { _mode: "upsert" }, 400, "append or replace"],
      ["a wrong parameter", "copy_totals", { job_timestamp: "soon" }, 400, "Error validating"],
      [
        "a column that the target does not have",
        "copy_totals",
        { more: "1" },
        400,
        '"more" is none',
      ],
      ["more partitions than one insert takes", "copy_months", {}, 400, "at most 100 partitions"],
    ])("%s", async (_, pipe, parameters, status, message) => {
      const answer = await copy(parameters, pipe);
      expect(answer.status).toBe(status);
      expect(answer.json.error).toContain(message);
      expect(await totals()).toEqual([]);
    });

    test("a token that is not the administrator's", async () => {
      const { stock_writer: writer } = tinybird.tokens;
      expect(await copy({}, "copy_totals", writer)).toMatchObject({ status: 403 });
    });

    test.each(["copy/pause", "copy/resume", "sink"])("%s, and says what it has", async (action) => {
      const { status, json } = await api.request(`/v0/pipes/copy_totals/${action}`, {
        method: "POST",
      });
      expect(status).toBe(400);
      expect(json.error).toMatch(/on demand only|over \/v0\/sql/);
    });

    test("GET", async () => {
      expect(await api.request("/v0/pipes/copy_totals/copy")).toMatchObject({ status: 405 });
    });
  });

  test("is described among the pipes", async () => {
    expect((await api.request("/v0/pipes/copy_totals")).json).toMatchObject({
      type: "copy",
      endpoint: null,
      copy_target_datasource: "order_totals",
      copy_mode: "append",
      copy_schedule: "0 * * * *",
    });
    expect(await api.pipe("copy_totals")).toMatchObject({ status: 404 });
  });
});
