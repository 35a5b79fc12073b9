import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sources = ["--import", import.meta.resolve("tsx"), "--conditions=@audit/source"];
const { PATH = "" } = process.env;

let folder: string;
let service: ChildProcess;
let address: string;

/** Runs the service as its README says, and keeps what it prints for `.env` beside the one who asks. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-newcomer-"));
  const settings = join(root, "packages/incident-service/example-settings.json");
  const main = join(root, "packages/incident-service/src/main.ts");
  const flags = ["--settings", settings, "--directory", folder, "--port", "0"];
  service = spawn(process.execPath, [...sources, main, ...flags], { cwd: root, env: { PATH } });
  let [stdout, stderr] = ["", ""];
  service.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  service.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const listening = () => /Listening on (\S+);/.exec(stderr)?.[1] ?? "";
  await vi.waitFor(() => expect(listening()).not.toBe(""), { timeout: 30_000 });
  address = listening();
  await writeFile(join(folder, ".env"), `${stdout}AUDIT_ZONE=UTC\n`);
  expect(stdout).toMatch(/^AUDIT_URL=http:\/\/127\.0\.0\.1:\d+\nAUDIT_TOKEN=\S+\n$/);
  expect(stderr).not.toContain(/AUDIT_TOKEN=(\S+)/.exec(stdout)?.[1]);
});

afterAll(async () => {
  service.kill("SIGTERM");
  await once(service, "close");
  await rm(folder, { recursive: true, force: true });
});

async function call(method: string, path: string, key: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return response.json();
}

/** Asks at the terminal, in the folder with the `.env`. */
async function audit(...args: string[]): Promise<string> {
  const main = join(root, "packages/cli/src/main.ts");
  const child = spawn(process.execPath, [...sources, main, ...args], {
    cwd: folder,
    env: { PATH },
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  await once(child, "close");
  return stdout;
}

describe("a newcomer", () => {
  test("sees a monitor go down, acknowledges its incident, and asks what it was a minute before", async () => {
    const minute = 60_000;
    const down = Date.now() - 2 * minute;
    const check = (timestamp: number, status: string) =>
      call("POST", "/checks", "example-probe-key", { monitor: "api", status, timestamp });
    await check(down - minute, "up");
    await check(down, "down");
    const incident = `api@${new Date(down).toISOString()}`;
    await call("POST", `/incidents/${incident}/acknowledge`, "example-ada-key-1", {});
    await check(Date.now(), "up");

    const id = `incident:${incident}`;
    await expect.poll(() => audit("log", id, "--ndjson"), { timeout: 30_000 }).toContain("resolve");
    const state = async (...args: string[]) =>
      JSON.parse(await audit("state", ...args, "--json")).state;
    expect(await state("monitor:api")).toMatchObject({ status: "up" });
    expect(await state("monitor:api", "--at", "1m ago")).toMatchObject({ status: "down" });
    expect(await state(id)).toMatchObject({ phase: "resolved" });

    const told = JSON.parse(await audit("timeline", id, "--story", "--json"));
    expect(told.correlationIds).toEqual([id]);
    const line = ({
      event,
      cause,
    }: {
      event: { id: string; action: string };
      cause?: { id: string };
    }) =>
      [event.action, "of", event.id.split(":")[0], ...(cause ? ["after", cause.id] : [])].join(" ");
    expect(told.moments.map(line)).toEqual([
      "monitor.down of monitor",
      "incident.create of incident after monitor:api",
      "incident.acknowledge of incident",
      "monitor.recovered of monitor",
      "incident.resolve of incident after monitor:api",
    ]);
  });
});
