import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { bundled } from "../../test/bundled.ts";
import { type Answer, client } from "../../test/client.ts";
import { endAfterTest } from "../../test/end-after-test.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";

const table =
  "SCHEMA >\n    `id` String `json:$.id`,\n    `amount` Int64 `json:$.amount` DEFAULT 0\n\nENGINE MergeTree\n";
const project = {
  "orders.datasource": `TOKEN "reader" READ\n${table}`,
  "kept.datasource": table,
  "view.pipe":
    "NODE n\nSQL >\n    SELECT concat(id, toString(throwIf(amount = 7, 'the view throws'))) AS id, amount FROM orders\n\nTYPE materialized\nDATASOURCE kept\n",
  "by_id.pipe":
    "NODE n\nSQL >\n    %\n    SELECT count() AS rows FROM orders WHERE id = {{ String(id) }} AND amount < {{ Int32(amount, 9) }}\n\nTYPE endpoint\n",
  "copy_by_id.pipe":
    "NODE n\nSQL >\n    %\n    SELECT {{ String(id) }} AS id, 1 AS amount\n\nTYPE copy\nTARGET_DATASOURCE copied\n",
  "copied.datasource": table,
  "throws.pipe":
    "NODE n\nSQL >\n    %\n    SELECT toInt32({{ String(id) }}) AS number FROM orders\n\nTYPE endpoint\n",
  "fails.pipe":
    "NODE n\nSQL >\n    %\n    {{ custom_error({'error': String(id)}, 500) }}\n    SELECT 1\n\nTYPE endpoint\n",
};

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly status?: number;
}

/** Starts a server that logs all it can; `end` stops it and gives what it logged. */
async function startTracing() {
  const child = spawn(
    process.execPath,
    [
      ...[bundled("main"), "start", "--json", "--port", "0"],
      ...["--project", await temporaryProject(project), "--token", "secret-of-admin"],
      ...["--log-level", "trace"],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  endAfterTest(child);
  const log = text(child.stderr);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const end = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
    return log;
  };
  // As the command line prints it.
  return { api: client(JSON.parse(String(line)) as Parameters<typeof client>[0]), end };
}

test("the log has every request and nothing that a request said", async () => {
  const { api, end } = await startTracing();
  const headers = { "x-secret": "secret-of-header", "user-agent": "secret-of-agent" };
  const send = (path: string, body?: string, token?: string): Promise<Answer> =>
    api.request(path, body === undefined ? { headers } : { method: "POST", body, headers }, token);
  const append = "/v0/events?wait=true&secret-of-query=secret-of-value&name=";
  const upload = "/v0/datasources?mode=append&name=";
  const long = `{"id":"${"secret-of-row".repeat(1_000_000)}"}`;
  const jwt = "eyJzZWNyZXQiOiJvZiJ9";
  const filter = "id = 'secret-of-filter'";
  const answers = [
    await send(`${append}orders`, '{"id":"secret-of-row"}'),
    await send(
      `${append}orders`,
      '{"id":"secret-of-row"}\n{"id":"a","amount":"secret-of-row"}\nsecret-of-row',
    ),
    await send(`${append}orders`, "secret-of-row"),
    await send(`${append}orders`, '{"id":"secret-of-row"}', "secret-of-token"),
    await send(`${append}secret-of-name`, '{"id":"secret-of-row"}'),
    await send(`${append}orders`, long),
    await send(`${append}orders`, '{"id":"secret-of-row","amount":7}'),
    await send("/v0/pipes/by_id.json?id=secret-of-parameter"),
    await send("/v0/pipes/by_id.json?id=secret-of-parameter&amount=secret-of-parameter"),
    await send("/v0/pipes/throws.json?id=secret-of-parameter"),
    await send("/v0/pipes/fails.json?id=secret-of-parameter"),
    await send("/v0/pipes/by_id.json", "id=secret-of-form&token=secret-of-token"),
    await send("/v0/pipes/secret-of-name.json?token=secret-of-token"),
    await send("/v0/sql?q=SELECT+'secret-of-sql'"),
    await send("/v0/sql?q=SELECT+secret_of_sql+FROM+orders"),
    await send("/v0/sql", "SELECT throwIf(id = 'secret-of-row', 'secret-of-sql') FROM orders"),
    await send("/v0/sql", "SELECT file('secret-of-sql')"),
    await send("/v0/sql", "SELECT 'secret-of-sql"),
    await send("/v0/datasources/secret-of-name"),
    await send("/secret-of-path?secret-of-query"),
    await send("/health?secret-of-query"),
    await send("/v0/pipes/by_id.csv?id=a&q=SELECT+'secret-of-sql'+FROM+_"),
    await send("/v0/pipes/by_id.json?id=a", "SELECT secret_of_sql FROM _"),
    await send("/v0/pipes/by_id.secret-of-name"),
    await send("/v0/pipes/secret-of-name"),
    await send(`${upload}orders&replace_condition=secret-of-sql`, "secret-of-row,1\n"),
    await send(`${upload}orders&dialect_delimiter=secret-of-value`, "secret-of-row,1\n"),
    await send(`${upload}orders`, "secret-of-row,secret-of-row\nsecret-of-row\n"),
    await send(`${upload}orders`, 'id,amount\n"secret-of-row'),
    await send(`${upload}orders`, "id,amount,secret-of-name\na,1,secret-of-row\n"),
    await send(`${upload}orders&url=secret-of-url`, "a,1\n"),
    await send(`${upload}secret-of-name`, "secret-of-row,1\n"),
    await api.request(`${upload}orders`, {
      method: "POST",
      body: '--secret-of-boundary\r\nContent-Disposition: form-data; name="secret-of-name',
      headers: { "content-type": "multipart/form-data; boundary=secret-of-boundary" },
    }),
    await send("/v0/datasources/orders/delete", "delete_condition=id='secret-of-row'"),
    await send("/v0/datasources/orders/delete", "delete_condition=secret_of_sql"),
    await send("/v0/jobs/secret-of-job"),
    await send("/v0/pipes/copy_by_id/copy?id=secret-of-row&_mode=replace", ""),
    await send("/v0/pipes/copy_by_id/copy?id=secret-of-row&_mode=secret-of-value", ""),
    await send("/v0/tokens/", "name=secret-of-name&scope=DATASOURCES:READ:secret_of_scope"),
    await send(
      "/v0/tokens/",
      `name=secret-of-name&scope=DATASOURCES:READ:orders:${encodeURIComponent(filter)}`,
    ),
    await send("/v0/tokens/secret-of-name?token=secret-of-token"),
    await send("/v0/datasources", undefined, `e30.${jwt}.secret`),
  ];
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 400, 403, 404, 413, 422, 500]));
  expect(answers.map((each) => each.text).join()).toContain("secret-of-parameter");

  const log = await end();
  expect(log).not.toMatch(/secret[-_]of/i);
  const made: unknown = answers.at(-3)?.json.token;
  expect(made).toMatch(/^tb_/);
  expect(log).not.toContain(made);
  expect(log).not.toContain(jwt);
  // The name of the header and the text of the error that the project's view throws are no secrets, but not ours.
  expect(log).not.toMatch(/x-secret|the view throws/);
  const lines: Line[] = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const requests = lines.filter(({ msg }) => msg === "request");
  expect(requests.map(({ status }) => status)).toEqual(statuses);
  expect(lines.filter(({ msg }) => msg !== "request")).toEqual([
    expect.objectContaining({
      level: "info",
      msg: "listening",
      port: expect.any(Number),
      datasources: 3,
      pipes: 5,
      milliseconds: expect.any(Number),
    }),
    expect.objectContaining({
      level: "error",
      msg: "a materialized view cannot take rows that its data source has",
      error: "ClickhouseError",
      clickhouse: 395,
    }),
    expect.objectContaining({ msg: "stopping", why: "asked" }),
    expect.objectContaining({ msg: "stopped" }),
  ]);
  expect(requests[1]).toMatchObject({
    level: "info",
    method: "POST",
    route: "/v0/events",
    datasource: "orders",
    status: 200,
    rows: 1,
    quarantined: 2,
    bytesIn: expect.any(Number),
    bytesOut: expect.any(Number),
    milliseconds: expect.any(Number),
  });
  expect(requests[6]).toMatchObject({ level: "warn", error: "ClickhouseError", clickhouse: 395 });
  expect(requests[9]).toMatchObject({ level: "info", pipe: "throws", clickhouse: 6 });
  expect(requests[10]).toMatchObject({ level: "error", pipe: "fails", error: "TemplateError" });
  expect(requests[12]).not.toHaveProperty("pipe");
});
