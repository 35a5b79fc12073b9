import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChecks } from "@audit/incident-service";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MonitorSummary, Summary } from "../src/checks/summarize.ts";
import { runDemo } from "./run-demo.ts";
import { scanChecks } from "./scan-checks.ts";

const { AUDIT_DATA } = process.env;
const noon = Date.UTC(2026, 2, 2, 12);
const minute = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-demo-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const byName = (monitors: readonly MonitorSummary[]) =>
  [...monitors].sort((a, b) => (a.monitor < b.monitor ? -1 : 1));

async function scan(file: string): Promise<MonitorSummary[]> {
  const { checks } = await readChecks(await readFile(file, "utf8"), Date.now());
  return byName(scanChecks(checks));
}

describe("pnpm demo", () => {
  test("tells the bundled outage as data: four states, and one moment as it was and as it was known", async () => {
    const { exitCode, stdout, stderr } = await runDemo("--json");
    expect([exitCode, stderr]).toEqual([0, ""]);
    const { states, pair } = JSON.parse(stdout);
    expect(
      states.map(({ monitor, incident }: Record<string, Record<string, unknown>>) => [
        monitor?.status,
        incident?.phase,
      ]),
    ).toEqual([
      ["up", "none"],
      ["down", "none"],
      ["down", "acknowledged"],
      ["up", "resolved"],
    ]);
    expect(pair.asItWas.at).toBe(pair.asKnownThen.at);
    expect(pair.asItWas.monitor.status).toBe("down");
    expect(pair.asKnownThen.monitor.status).toBe("degraded");
  });

  test("prints the timelines and the states for a person", async () => {
    const { exitCode, stdout } = await runDemo();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Timeline of monitor:1/);
    expect(stdout).toMatch(/10:41:00 {2}monitor\.down \(late\)/);
    expect(stdout).toMatch(/Timeline of incident:1@/);
    expect(stdout).toMatch(/as it was known then +monitor +API is degraded/);
    expect(stdout).toMatch(/delivered 2 times and counts once/);
  });

  test("says what is wrong with its flags, and where a file is missing", async () => {
    expect(await runDemo("--chekcs", "x")).toMatchObject({ exitCode: 1, stderr: /--chekcs/ });
    const missing = await runDemo("--checks", join(folder, "nowhere.ndjson"));
    expect(missing).toMatchObject({ exitCode: 1, stdout: "" });
    expect(missing.stderr).toContain("nowhere.ndjson");
    const directory = await runDemo("--checks", folder);
    expect(directory).toMatchObject({ exitCode: 1, stdout: "" });
    expect(directory.stderr).toContain("must be a file");
    const empty = await runDemo("--data", join(folder, "empty"));
    expect(empty).toMatchObject({ exitCode: 1, stdout: "" });
    expect(empty.stderr).toContain("--checks FILE");
  });
});

describe("pnpm demo --checks", () => {
  const line = (offset: number, monitor: string, status: string, rest: object = {}) =>
    JSON.stringify({
      timestamp: noon + offset,
      monitor,
      status,
      statusCode: 200,
      latencyMs: 9,
      ...rest,
    });
  const lines = [
    line(0, "API [eu] 100%", "up"),
    line(0, 'it\'s "odd", 😀', "down"),
    line(minute, "API [eu] 100%", "down"),
    "this is not JSON",
    line(2 * minute, "API [eu] 100%", "degraded"),
    line(2 * minute, 'it\'s "odd", 😀', "down"),
    "",
    line(3 * minute, "API [eu] 100%", "broken"),
    // A tie: the order of the lines counts.
    line(4 * minute, "API [eu] 100%", "down"),
    line(4 * minute, "API [eu] 100%", "up"),
    // Older than the line before it.
    line(90_000, "API [eu] 100%", "down"),
    line(5 * minute, "quiet", "up", { statusCode: undefined, latencyMs: undefined }),
    line(9 * minute, "API [eu] 100%", "degraded"),
  ];

  test("answers what a direct scan answers, names what it skips, and answers again from what is kept", async () => {
    const file = join(folder, "made-up.ndjson");
    const data = join(folder, "kept");
    await writeFile(file, lines.join("\n"));
    const first = await runDemo("--checks", file, "--data", data, "--json");
    expect(first.exitCode).toBe(2);
    expect(first.stderr).toMatch(/line 4 skipped: line must be a JSON object/);
    expect(first.stderr).toMatch(/line 8 skipped: status must be one of up, degraded, down/);
    const summary: Summary = JSON.parse(first.stdout);
    expect(summary).toEqual({ monitors: await scan(file), skipped: 2 });
    expect(summary.monitors.map(({ monitor }) => monitor)).toContain('it\'s "odd", 😀');

    const second = await runDemo("--data", data, "--json");
    expect([second.exitCode, JSON.parse(second.stdout)]).toEqual([0, summary]);

    const again = await runDemo("--checks", file, "--data", data, "--json");
    expect(JSON.parse(again.stdout)).toEqual(summary);
  });

  test("answers with nothing for a file without a check", async () => {
    const file = join(folder, "none.ndjson");
    await writeFile(file, "\nnot a check\n");
    const { exitCode, stdout } = await runDemo("--checks", file, "--json");
    expect([exitCode, JSON.parse(stdout)]).toEqual([2, { monitors: [], skipped: 1 }]);
  });

  test("prints a row per monitor and the last moments of the one with most incidents", async () => {
    const file = join(folder, "print.ndjson");
    await writeFile(file, lines.join("\n"));
    const { stdout } = await runDemo("--checks", file);
    expect(stdout).toMatch(/^ {2}API \[eu\] 100% +11 +2 +1 min +1 min +degraded$/m);
    expect(stdout).toMatch(/moments of monitor:API \[eu\] 100%/);
    expect(stdout).toMatch(/12:09:00 +monitor\.degraded/);
  });

  test.skipIf(AUDIT_DATA === undefined)(
    "answers what a direct scan of real checks answers (skipped without AUDIT_DATA)",
    async () => {
      const file = `${AUDIT_DATA}/upptime/toro-server.ndjson`;
      const { exitCode, stdout, stderr } = await runDemo("--checks", file, "--json");
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toEqual({ monitors: await scan(file), skipped: 0 });
    },
  );
});
