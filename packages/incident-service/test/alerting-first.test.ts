import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type RunOptions, runIncidentService } from "../src/running.ts";
import { type FailingTinybird, type Mood, standBefore } from "./failing-tinybird.ts";
import { check, keys, startWebhook } from "./running-service.ts";

const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));
const start = Date.UTC(2026, 0, 1, 10);
const minute = 60_000;

let tinybird: Tinybird;
beforeAll(async () => {
  tinybird = await startTinybird({ project });
});
afterAll(() => tinybird.stop());

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "incident-service-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function before(mood: Mood): Promise<FailingTinybird> {
  const failing = await standBefore(tinybird.url, mood);
  onTestFinished(() => failing.close());
  return failing;
}

/** Runs a service of a workspace of its own; the caller stops it. */
async function run(workspaceId: string, failing: FailingTinybird, more: Partial<RunOptions> = {}) {
  const said: string[] = [];
  const running = await runIncidentService({
    settings: {
      apiKeys: [{ key: keys.probe, workspaceId, actor: { id: "probe-1", type: "api_key" } }],
      webhooks: [],
    },
    tinybird: { url: failing.url, token: tinybird.token },
    directory: await folder(),
    port: 0,
    interval: 200,
    startDeadline: 1_000,
    say: (line) => said.push(line),
    ...more,
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${running.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${keys.probe}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    // Safe: every answer of the service is an object.
    return (await answer.json()) as Record<string, unknown>;
  };
  return { ...running, said, call };
}

async function stored(workspaceId: string): Promise<AuditEvent<BuiltInAction>[]> {
  const transport = fetchTransport({ url: tinybird.url, token: tinybird.token });
  const store = new TinybirdEventStore({ transport });
  const events: AuditEvent<BuiltInAction>[] = [];
  for await (const event of store.readAll({ workspaceId })) events.push(event);
  return events;
}

const checks = (from: number, count: number) =>
  Array.from({ length: count }, (_, place) =>
    check((from + place) % 2 === 0 ? "down" : "up", start + (from + place) * minute),
  );

describe.each(["slow", "429", "500", "silent", "gone"] as const)("while Tinybird is %s", (mood) => {
  test("checks are answered, people are told, and later every event is there once", async () => {
    const workspaceId = `mood-${mood}`;
    const failing = await before("well");
    const webhook = await startWebhook();
    const service = await run(workspaceId, failing, {
      settings: {
        apiKeys: [{ key: keys.probe, workspaceId, actor: { id: "probe-1", type: "api_key" } }],
        webhooks: [{ name: "mail", url: webhook.url }],
      },
    });
    failing.mood = mood;
    const sent: unknown[] = [];
    const times: number[] = [];
    for (const body of checks(0, 20)) {
      const begun = performance.now();
      const { events } = await service.call("POST", "/checks", body);
      times.push(performance.now() - begun);
      sent.push(...(events as unknown[]));
    }
    await expect.poll(() => webhook.notices.length).toBe(20);
    // None of the twenty waited for Tinybird, which keeps a request for 2 s here.
    expect(Math.max(...times)).toBeLessThan(1_500);
    failing.mood = "well";
    await expect
      .poll(() => stored(workspaceId), { timeout: 30_000 })
      .toHaveLength(sent.length + 20);
    const events = await stored(workspaceId);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    await service.stop();
  });
});

describe("a service that starts again", () => {
  test("goes on where it was, and emits nothing twice for checks that come again", async () => {
    const [failing, directory] = [await before("well"), await folder()];
    const first = await run("again", failing, { directory });
    await first.call("POST", "/checks", checks(0, 3));
    await first.stop();
    const second = await run("again", failing, { directory });
    expect(await second.call("GET", "/monitors")).toMatchObject({
      monitors: [
        { id: "monitor:api", state: { phase: "active", status: "down" }, provisional: false },
      ],
    });
    expect((await second.call("POST", "/checks", checks(0, 3))).events).toEqual([]);
    const next = await second.call("POST", "/checks", checks(3, 1));
    expect(next.events).toMatchObject([
      { action: "monitor.recovered" },
      { action: "incident.resolve" },
    ]);
    await second.stop();
  });

  test("with a file from before the last checks opens no other incident", async () => {
    const [failing, directory] = [await before("well"), await folder()];
    const first = await run("killed", failing, { directory });
    await first.call("POST", "/checks", [check("up", start)]);
    await first.stop();
    const older = await readFile(join(directory, "states.json"));
    const second = await run("killed", failing, { directory });
    expect((await second.call("POST", "/checks", checks(2, 1))).events).toHaveLength(2);
    await second.stop();
    // As a kill leaves it: the spool has everything, the file is older.
    await writeFile(join(directory, "states.json"), older);
    const third = await run("killed", failing, { directory });
    expect((await third.call("POST", "/checks", checks(2, 1))).events).toEqual([]);
    const still = check("down", start + 3 * minute);
    expect((await third.call("POST", "/checks", still)).events).toEqual([]);
    await third.stop();
  });

  test("that finds its port taken says so, and ends", async () => {
    const failing = await before("well");
    const first = await run("port", failing);
    const port = Number(new URL(first.url).port);
    await expect(run("port", failing, { port })).rejects.toThrow("EADDRINUSE");
    await first.stop();
  });

  test("without its files has the states from the log", async () => {
    const failing = await before("well");
    const first = await run("lost", failing);
    await first.call("POST", "/checks", checks(0, 3));
    await expect.poll(() => stored("lost")).toHaveLength(7);
    await first.stop();
    const second = await run("lost", failing);
    expect((await second.call("POST", "/checks", checks(2, 1))).events).toEqual([]);
    const next = await second.call("POST", "/checks", checks(3, 1));
    expect(next.events).toMatchObject([
      { action: "monitor.recovered" },
      { action: "incident.resolve" },
    ]);
    await expect.poll(() => stored("lost")).toHaveLength(9);
    const resolved = (await stored("lost")).findLast(({ id }) => id.startsWith("incident:"));
    // What tipped it is found by its derived uid, ordinal and all.
    expect(await stored("lost")).toContainEqual(
      expect.objectContaining({ uid: resolved?.causationId, action: "monitor.recovered" }),
    );
    await second.stop();
  });

  test("without Tinybird starts from file and spool, and says that its states are provisional", async () => {
    const [failing, directory] = [await before("well"), await folder()];
    const first = await run("alone", failing, { directory });
    await first.call("POST", "/checks", checks(0, 1));
    await first.stop();
    failing.mood = "gone";
    const second = await run("alone", failing, { directory });
    expect(second.said).toContain("Tinybird does not answer: states are provisional");
    expect(await second.call("GET", "/monitors/api")).toMatchObject({
      state: { status: "down" },
      provisional: true,
    });
    await second.call("POST", "/checks", checks(1, 1));
    await second.stop();
    const third = await run("alone", failing, { directory });
    expect(await third.call("GET", "/monitors/api")).toMatchObject({
      state: { status: "up" },
      provisional: true,
    });
    failing.mood = "well";
    await expect
      .poll(() => third.call("GET", "/monitors/api"), { timeout: 10_000 })
      .toMatchObject({ state: { status: "up" }, provisional: false });
    await third.stop();
  });
});
