import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { project } from "../embedded.ts";
import { accept, closeServers, keepSilent, serve } from "../faulty-server.ts";
import { bundle } from "./bundle.ts";
import { type RunningWorker, runInWorkerd } from "./workerd.ts";

let text: string;
let tinybird: Tinybird;
const workers: RunningWorker[] = [];
beforeAll(async () => {
  ({ text } = await bundle("packages/store/test/edge/worker.ts"));
  tinybird = await startTinybird({ project });
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
  await closeServers();
});
afterAll(() => tinybird?.stop());

/** Starts a worker, and gives what asks it. */
async function worker({ url, token }: { readonly url: string; readonly token: string }) {
  const running = await runInWorkerd(text, { TINYBIRD_URL: url, TINYBIRD_TOKEN: token });
  workers.push(running);
  return async (path: string): Promise<unknown> => (await fetch(`${running.url}${path}`)).json();
}

describe("in workerd", () => {
  test("a store appends to Tinybird and reads back", async () => {
    const ask = await worker(tinybird);
    expect(await ask("/keep")).toEqual({
      statuses: ["accepted", "accepted", "accepted", "accepted"],
      isReadBack: true,
      found: ["monitor.delete"],
    });
  });

  test("errors have their codes", async () => {
    const ask = await worker(tinybird);
    expect(await ask("/stranger")).toMatchObject({
      code: "wrong_token",
      status: 403,
      fate: "not_done",
    });
    expect(await ask("/invalid")).toMatchObject({ code: "invalid_draft" });
    const nowhere = await worker({ url: "http://127.0.0.1:9", token: "t" });
    expect(await nowhere("/stranger")).toMatchObject({ code: "unreachable" });
  });

  test("an aborted append ends its request", async () => {
    const silent = await serve(keepSilent);
    const ask = await worker({ url: silent.url, token: "t" });
    expect(await ask("/abort")).toMatchObject({ code: "aborted", fate: "unknown" });
    await expect.poll(silent.left).toBe(1);
  });

  test("a store in memory is made where no request is", async () => {
    const ask = await worker(tinybird);
    expect(await ask("/memory")).toBe(1);
  });
});

describe("one store for all requests in workerd", () => {
  test("sends for each after the one before has been answered", async () => {
    const answers: (() => void)[] = [];
    const { url } = await serve((request, response) => {
      answers.push(() => accept(request, response));
    });
    const ask = await worker({ url, token: "t" });
    const first = ask("/shared?deadline=30000");
    await expect.poll(() => answers.length).toBe(1);
    const second = ask("/shared");
    await expect.poll(() => ask("/calls")).toBe(2);
    answers[0]?.();
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.();
    expect(await first).toMatchObject({ status: "accepted" });
    expect(await second).toMatchObject({ status: "accepted" });
  });

  test("goes on after a request that left before its append was done", async () => {
    const { url } = await serve(keepSilent, accept);
    const ask = await worker({ url, token: "t" });
    expect(await ask("/shared?deadline=500&leave")).toBe("left");
    // What the runtime has ended tells nobody: the deadline does.
    const status = expect.poll(() => ask("/shared"), { timeout: 20_000 });
    await status.toMatchObject({ status: "accepted" });
  });
});
