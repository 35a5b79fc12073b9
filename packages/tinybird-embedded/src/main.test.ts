import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { bundled } from "../test/bundled.ts";
import { client } from "../test/client.ts";
import { endAfterTest } from "../test/end-after-test.ts";
import { load } from "../test/load.ts";
import { mistakes, shop } from "../test/shop.ts";
import { temporaryDirectory, temporaryProject } from "../test/temporary-directory.ts";

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [bundled("main"), ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  endAfterTest(child);
  return child;
}

async function ended(child: ChildProcess & { stdout: Readable; stderr: Readable }) {
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { out, err, code };
}

async function firstOutput(stream: Readable, until: RegExp): Promise<string> {
  let seen = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    seen += String(chunk);
    if (until.test(seen)) return seen;
  }
  throw new Error(`it ended after: ${seen}`);
}

describe("tinybird-embedded start", () => {
  test("prints URL and token for a person, and stops on Ctrl-C with 0", async () => {
    const child = run(["start", "--project", shop, "--port", "0"]);
    const printed = await firstOutput(child.stdout, /Ctrl-C/);
    expect(printed).toMatch(/on http:\/\/127\.0\.0\.1:\d+\n/);
    expect(printed).toMatch(/^Token: \S+$/m);
    expect(printed).toMatch(/^Token "shop_writer": \S+$/m);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("prints one line of JSON, and resolves paths against INIT_CWD", async () => {
    const args = ["start", "--project", "shop", "--port", "0", "--json", "--token", "the-token"];
    const child = run(args, { INIT_CWD: dirname(shop) });
    const printed = JSON.parse(await firstOutput(child.stdout, /\n/));
    expect(printed).toMatchObject({
      token: "the-token",
      tokens: { shop_writer: expect.any(String) },
    });
    expect(await client(printed).sql("SELECT 1")).toMatchObject({ status: 200 });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("has its log on stderr, and its output for people and scripts alone on stdout", async () => {
    const args = ["--project", shop, "--port", "0", "--json", "--log-level", "info"];
    const child = run([...args, "--requests-per-second", "5"]);
    const err = text(child.stderr);
    const printed = JSON.parse(await firstOutput(child.stdout, /\n/));
    await client(printed).append("orders", '{"id":"a"}');
    child.kill("SIGINT");
    await once(child, "exit");
    const lines = (await err).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      "listening",
      "request",
      "stopping",
      "stopped",
    ]);
  });

  test("takes TTLs away when asked to, and warns of what it ignores", async () => {
    const project = await temporaryProject({
      "people.datasource":
        "VERSION 2\nSCHEMA >\n    `born` DateTime `json:$.born`\nENGINE_TTL born + INTERVAL 1 DAY\n",
    });
    const life = async (...flags: string[]) => {
      const child = run(["--project", project, "--port", "0", "--json", ...flags]);
      const err = text(child.stderr);
      const { request } = client(JSON.parse(await firstOutput(child.stdout, /\n/)));
      const { json } = await request("/v0/datasources/people");
      child.kill("SIGINT");
      await once(child, "exit");
      return { ttl: json.engine.engine_ttl, err: await err };
    };
    const ignored = "Warning: people.datasource:1: VERSION is ignored";
    expect(await life("--no-ttl")).toEqual({ ttl: "", err: expect.stringContaining(ignored) });
    expect(await life()).toMatchObject({ ttl: "born + INTERVAL 1 DAY" });
  });

  test("appends fixtures when asked to", async () => {
    const project = await temporaryProject({
      "people.datasource":
        "SCHEMA >\n    `id` String `json:$.id`\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n",
      "fixtures/people.ndjson": '{"id":"ada"}',
    });
    const child = run(["--project", project, "--port", "0", "--json", "--fixtures"]);
    const api = client(JSON.parse(await firstOutput(child.stdout, /\n/)));
    expect(await api.rows("SELECT id FROM people")).toEqual([{ id: "ada" }]);
  });

  test("keeps the limits that it was given", async () => {
    const limits = ["--query-seconds", "60", "--result-rows", "2", "--reads", "1"];
    const child = run(["start", "--project", shop, "--port", "0", "--json", ...limits]);
    const api = client(JSON.parse(await firstOutput(child.stdout, /\n/)));
    expect(await api.sql("SELECT number FROM numbers(2)")).toMatchObject({ status: 200 });
    const { status, json } = await api.sql("SELECT number FROM numbers(3)");
    expect(status).toBe(400);
    expect(json.error).toContain(`The server's limit "resultRows" is 2.`);
  });

  test("ends with 1 when the server's process does", async () => {
    const child = run(["start", "--project", shop, "--port", "0", "--json"]);
    const { pid } = JSON.parse(await firstOutput(child.stdout, /\n/));
    process.kill(pid, "SIGKILL");
    expect(await ended(child)).toMatchObject({
      code: 1,
      err: expect.stringContaining("by itself"),
    });
  });

  test("ends with 1 and one sentence when it cannot start", async () => {
    const outcome = await ended(run(["start", "--project", "/nowhere"]));
    expect(outcome).toEqual({
      code: 1,
      out: "",
      err: 'Cannot read the project "/nowhere" as it must be a folder that can be read\n',
    });
  });

  test("says in one sentence that another server has the directory", async () => {
    const data = await temporaryDirectory();
    const args = ["--project", shop, "--port", "0", "--json", "--data", data];
    const first = run(args);
    const { pid } = JSON.parse(await firstOutput(first.stdout, /\n/));
    expect(await ended(run(args))).toEqual({
      code: 1,
      out: "",
      err: `Cannot open "${join(data, "clickhouse")}" as one process at a time may hold a data directory: process ${pid} has it\n`,
    });
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "stops on %s under load, and has what it acknowledged",
    async (signal) => {
      const data = await temporaryDirectory();
      const args = ["--project", shop, "--port", "0", "--json", "--data", data];
      const first = run(args);
      const writers = load(JSON.parse(await firstOutput(first.stdout, /\n/)));
      await expect.poll(() => writers.acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(30);
      first.kill(signal);
      expect(await once(first, "exit")).toEqual([0, null]);
      await writers.over;
      for (const { status } of writers.refusals) expect(status).toBe(503);

      const second = JSON.parse(await firstOutput(run(args).stdout, /\n/));
      const rows: { id: string }[] = await client(second).rows("SELECT id FROM orders");
      const ids = new Set(rows.map(({ id }) => id));
      expect(writers.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    },
  );

  test("ends with 2 on wrong options", async () => {
    const wrong = [
      ["start", "--port", "x"],
      ["start", "--port", "65536"],
      ["start", "--nope"],
      ["nope"],
      ["start", "--log-level", "verbose"],
      ["start", "--project", shop, "--requests-per-second", "x"],
      ["start", "--project", shop, "--requests-per-second", "0"],
      ["start", "--project", shop, "--host", "0.0.0.0"],
      ["start", "--project", shop, "--token", "short"],
      ["start", "--project", shop, "--data", ""],
      ["start", "--project", ""],
      ["start", "--project", shop, "--reads", "0"],
      ["start", "--project", shop, "--result-bytes", "many"],
      ["start", "--project", shop, "--query-seconds", "-1"],
    ];
    for (const args of wrong) {
      const { code, err } = await ended(run(args));
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(err).not.toBe("");
    }
  });

  test("explains itself with an example", async () => {
    const { code, out } = await ended(run(["start", "--help"]));
    expect(code).toBe(0);
    expect(out).toContain("$ tinybird-embedded start --project tinybird");
  });
});

describe("tinybird-embedded check", () => {
  const expected = (name: string) => readFile(`${mistakes}/${name}`, "utf8");

  test("prints what works and what does not, as wide as the terminal, and ends with 1", async () => {
    const child = run(["check", "mistakes"], {
      INIT_CWD: dirname(mistakes),
      COLUMNS: "80",
      FORCE_COLOR: "1",
      NO_COLOR: "1",
    });
    const { code, out, err } = await ended(child);
    expect(out).toBe(await expected("expected.txt"));
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });

  test("prints one line of JSON, and ends with 0 when all works", async () => {
    const project = await temporaryProject({
      "one.pipe": "NODE n\nSQL >\n    SELECT 1 AS one\n",
      "tests/one.yaml": `- name: a\n  parameters: ''\n  expected_result: '{"one":1}'\n`,
    });
    const { code, out } = await ended(run(["check", project, "--json"]));
    const none = '{"total":0,"ok":0}';
    const one = '{"total":1,"ok":1}';
    expect(out).toBe(
      `{"datasources":${none},"materializations":${none},"endpoints":${one},"tests":${one},"problems":[]}\n`,
    );
    expect(code).toBe(0);
  });

  test("ends with 2 on wrong options and on what is no project", async () => {
    for (const args of [
      ["check"],
      ["check", "/nowhere"],
      ["check", mistakes, "--nope"],
      ["check", ""],
    ]) {
      const { code, out, err } = await ended(run(args));
      expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
      expect(err).not.toBe("");
    }
  });
});
