import { readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";
import type { QueryLimits } from "./query-limits.ts";

const rows = 5_000_000;
const select = `SELECT number, toString(number) AS text FROM numbers(${rows})`;
const megabyte = 1_000_000;
/** 200 MB, quickly made. */
const wide = "SELECT repeat('x', 200) FROM numbers(1000000) FORMAT CSV";
/** Well above what was measured, well below the size of the results. */
const growthLimit = 150 * megabyte;
const patience = 120_000;

async function start(limits: Partial<QueryLimits> = {}) {
  const project = await temporaryProject({
    "export.pipe": `NODE n\nSQL >\n    ${select}\n\nTYPE endpoint\n`,
  });
  const data = await temporaryDirectory();
  const queryLimits = { seconds: 100, resultBytes: 2_000_000_000, ...limits };
  const tinybird = await startTinybird({ project, data, queryLimits });
  onTestFinished(() => tinybird.stop());
  const results = join(data, "clickhouse", "results");
  return { tinybird, api: client(tinybird), data, project, results };
}

describe("the result of a query", () => {
  test.each([
    ["statement", sqlPath(`${select} FORMAT JSONEachRow`), rows],
    // Three lines for what is around the rows' four each.
    ["pipe", "/v0/pipes/export.json", 4 * rows],
  ])(
    "of 5 million rows streams in bounded memory: a %s",
    { timeout: patience },
    async (name, path, lines) => {
      const { tinybird, api, results } = await start();
      await api.sql("SELECT 1");
      const before = await memory(tinybird);
      const answer = await ask(tinybird, path);
      expect(answer.statusCode).toBe(200);
      const seen = await drain(answer);
      expect(seen.bytes).toBe(Number(answer.headers["content-length"]));
      expect(seen.lines).toBeGreaterThanOrEqual(lines);
      expect(seen.lines).toBeLessThan(lines + 30);
      expect(seen.text).toContain(`"${rows - 1}"`);
      expect(await readdir(results)).toEqual([]);
      const after = await memory(tinybird);
      report(`${name}: ${mb(seen.bytes)} sent`, before, after);
      if (before && after) expect(after.peak - before.now).toBeLessThan(growthLimit);
    },
  );

  test("is not held in memory for clients that read nothing, and others go on", {
    timeout: patience,
  }, async () => {
    const { tinybird, api } = await start();
    await drain(await ask(tinybird, sqlPath(wide)));
    const before = await memory(tinybird);
    const idle = await Promise.all(Array.from({ length: 4 }, () => ask(tinybird, sqlPath(wide))));
    for (let round = 0; round < 20; round += 1) {
      expect(await api.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    }
    const after = await memory(tinybird);
    report("4 clients that read nothing", before, after);
    if (before && after) expect(after.now - before.now).toBeLessThan(growthLimit);
    // Late as they are, they have all of it.
    for (const answer of idle) {
      expect((await drain(answer)).bytes).toBe(Number(answer.headers["content-length"]));
    }
  });

  test("leaves nothing on disk when its client goes away halfway", {
    timeout: patience,
  }, async () => {
    const { tinybird, api, results } = await start();
    const files = await openFiles(tinybird, results);
    const answer = await ask(tinybird, sqlPath(wide));
    if (files !== undefined) expect(await openFiles(tinybird, results)).toBe(1);
    answer.destroy();
    await expect.poll(() => openFiles(tinybird, results)).toBe(files);
    expect(await readdir(results)).toEqual([]);
    expect(await api.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test.each([
    ["too large", "SELECT number FROM numbers(100000000)", 400, "resultBytes"],
    [
      "wrong far behind the first rows",
      "SELECT throwIf(number = 1500000), repeat('x', 20) FROM numbers(1600000)",
      400,
      "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
    ],
  ])("is an error from its first byte if it is %s", async (_, statement, status, message) => {
    const { api, results } = await start({ resultBytes: 50 * megabyte });
    const refused = await api.sql(`${statement} FORMAT CSV`);
    expect(refused.status).toBe(status);
    expect(refused.json.error).toContain(message);
    expect(await readdir(results)).toEqual([]);
  });

  test.each([0, 1, 60_000, 200_000])("is as ClickHouse writes it, with %i rows", async (count) => {
    const { api } = await start();
    const expected = Array.from({ length: count }, (_, row) => `${row},"${row} \\é\n"\n`).join("");
    const statement = `SELECT number, concat(toString(number), ' \\\\é\\n') FROM numbers(${count}) FORMAT CSV`;
    const { status, text: body } = await api.sql(statement);
    expect(status).toBe(200);
    expect(body === expected).toBe(true);
  });

  test("that a killed server left is removed at the next start", async () => {
    const first = await start();
    await writeFile(join(first.results, "left"), "rows");
    process.kill(first.tinybird.pid, "SIGKILL");
    await first.tinybird.ended;
    const { project, data } = first;
    const second = await startTinybird({ project, data });
    onTestFinished(() => second.stop());
    expect(await readdir(first.results)).toEqual([]);
  });
});

function sqlPath(statement: string): string {
  return `/v0/sql?q=${encodeURIComponent(statement)}`;
}

/** Asks, and leaves the body for the caller to read. */
function ask({ url, token }: Tinybird, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(`${url}${path}`, { headers, agent: false }, resolve).once("error", reject);
  });
}

/** Reads an answer to its end; `text` is how it ends. */
async function drain(answer: IncomingMessage) {
  let bytes = 0;
  let lines = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of answer) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    last = Buffer.concat([last.subarray(-1000), chunk]);
  }
  return { bytes, lines, text: last.toString("utf8") };
}

/** What the server's process has in memory and had at most, in bytes; `undefined` where /proc is missing. */
async function memory({ pid }: Tinybird) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  if (status === undefined) return undefined;
  const field = (name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)?.[1]);
  return { now: field("VmRSS"), peak: field("VmHWM") };
}

type Memory = Awaited<ReturnType<typeof memory>>;

function report(what: string, before: Memory, after: Memory): void {
  const figures =
    before && after
      ? `${mb(before.now)} before, ${mb(after.now)} after, ${mb(after.peak)} at most`
      : "memory not measured: there is no /proc here";
  console.log(`${what}; server: ${figures}`);
}

function mb(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`;
}

/** How many results the server has open, removed ones included; `undefined` where /proc is missing. */
async function openFiles({ pid }: Tinybird, results: string): Promise<number | undefined> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => undefined);
  if (names === undefined) return undefined;
  const targets = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")),
  );
  return targets.filter((target) => target.startsWith(results)).length;
}
