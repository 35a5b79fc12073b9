import { readdir, readlink } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

const origin = "https://app.example.com";
/** Past what is read at once, in several parts. */
const rows = 50_000;
const select = "SELECT number, repeat('x', 50) AS text FROM numbers({{ Int32(count) }})";

async function start() {
  const project = await temporaryProject({
    "rows.pipe": `NODE n\nSQL >\n    %\n    ${select}\n\nTYPE endpoint\n`,
  });
  const tinybird = await startTinybird({ project, cors: [origin] });
  onTestFinished(() => tinybird.stop());
  const headers = { authorization: `Bearer ${tinybird.token}`, origin };
  const ask = (count: number, method = "GET") =>
    fetch(`${tinybird.url}/v0/pipes/rows.csv?count=${count}`, { method, headers });
  return { tinybird, ask };
}

describe("a large result", () => {
  test("has the headers that a small one has, those for a browser included", async () => {
    const { ask } = await start();
    const heads = await Promise.all(
      [1, rows].map(async (count) => {
        const { headers } = await ask(count);
        return [...headers.keys()].filter((name) => name !== "date");
      }),
    );
    expect(heads[1]).toEqual(heads[0]);
    expect(heads[1]).toContain("access-control-allow-origin");
  });

  test("comes whole to many clients at once, each part of it in its place", async () => {
    const { ask } = await start();
    const expected = Array.from({ length: rows }, (_, row) => `${row},"${"x".repeat(50)}"\n`);
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(rows)));
    for (const answer of answers) {
      const text = await answer.text();
      expect(text.length).toBe(Number(answer.headers.get("content-length")));
      expect(text === expected.join("")).toBe(true);
    }
  });

  test("leaves its connection for the next request", async () => {
    const { ask } = await start();
    for (let round = 0; round < 3; round += 1) {
      expect((await (await ask(rows)).text()).length).toBeGreaterThan(1_000_000);
      expect(await (await ask(1)).text()).toBe(`0,"${"x".repeat(50)}"\n`);
    }
  });

  test("is closed for who asks for its head only", async () => {
    const { tinybird, ask } = await start();
    const head = await ask(rows, "HEAD");
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
    await expect.poll(() => openResults(tinybird.pid)).toEqual([]);
  });
});

/** Results that the server has open, removed ones included; none where /proc is missing. */
async function openResults(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")),
  );
  return targets.filter((target) => target.includes("/results/"));
}
