import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { vault } from "../../test/vault.ts";
import { startTinybird, type TinybirdOptions } from "../start-tinybird.ts";

async function start(data: string, options: Partial<TinybirdOptions> = {}) {
  const tinybird = await startTinybird({ project: vault, data, ...options });
  onTestFinished(() => tinybird.stop());
  const { request, rows } = client(tinybird);
  const send = async (name: string, body: string, parameters: Record<string, string> = {}) => {
    const query = new URLSearchParams({ name, mode: "append", ...parameters });
    const answer = await request(`/v0/datasources?${query}`, { method: "POST", body });
    expect(answer.status).toBe(200);
  };
  const kill = async () => {
    process.kill(tinybird.pid, "SIGKILL");
    await tinybird.ended;
  };
  const content = async () => ({
    stock: await rows("SELECT * FROM stock ORDER BY sku, quantity"),
    misfits: await rows("SELECT sku, c__error, c__import_id FROM stock_quarantine ORDER BY sku"),
    visits: await rows("SELECT * FROM visits ORDER BY page, count"),
    byPage: await rows(
      "SELECT page, sum(count) AS count FROM visits_by_page GROUP BY page ORDER BY page",
    ),
  });
  return { ...tinybird, send, kill, content };
}

type Server = Awaited<ReturnType<typeof start>>;

const replacements: Record<string, (server: Server) => Promise<void>> = {
  "of all rows": ({ send }) => send("stock", "c,3,,,,\nd,none,,,,\n", { mode: "replace" }),
  "of all rows that a view reads": ({ send }) => send("visits", "/,7\n", { mode: "replace" }),
  "of a condition": ({ send }) =>
    send("stock", "b,5,,,,\ne,none,,,,\n", {
      mode: "replace",
      replace_condition: "sku != 'a'",
    }),
};

async function fill({ send }: Server) {
  await send("stock", "a,1,,,,\nb,2,,,,\nbad,none,,,,\n");
  await send("visits", "/,1\n/a,5\n");
}

describe("a replacement", () => {
  describe.each(Object.keys(replacements))("%s", (which) => {
    const replace = replacements[which] ?? (() => Promise.reject(new Error("unknown")));

    test("is there once after a kill, as it was", async () => {
      const data = await temporaryDirectory();
      const first = await start(data);
      await fill(first);
      await replace(first);
      const before = await first.content();
      await first.kill();
      const second = await start(data);
      expect(second.recovery.replayed).toBeGreaterThan(0);
      expect(await second.content()).toEqual(before);
    });

    test("is in a store that is made anew, between what came before and after", async () => {
      const data = await temporaryDirectory();
      const first = await start(data);
      await fill(first);
      await replace(first);
      await first.send("stock", "z,9,,,,\n");
      await first.send("visits", "/z,9\n");
      const before = await first.content();
      await first.kill();
      await rm(join(data, "clickhouse"), { recursive: true });
      const second = await start(data);
      expect(await second.content()).toEqual(before);
    });

    test("leaves the log with its rows in it, and nothing of what it replaced", async () => {
      const data = await temporaryDirectory();
      const first = await start(data, { compactAfterBytes: 0 });
      await fill(first);
      await replace(first);
      const before = await first.content();
      await first.stop();
      await rm(join(data, "clickhouse"), { recursive: true });
      const second = await start(data);
      expect(await second.content()).toEqual(before);
    });
  });
});
