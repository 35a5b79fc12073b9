import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Summary } from "../src/checks/summarize.ts";
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

const scan = async (file: string) => scanChecks(await readFile(file, "utf8"));

/** Expects text for 80 columns, in which nothing is cut. */
function expectToFit(text: string): void {
  for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  expect(text).not.toContain("…");
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
    expectToFit(stdout);
  });

  test("helps in lines of at most 80 characters", async () => {
    const { exitCode, stdout } = await runDemo("--help");
    expect(exitCode).toBe(0);
    expectToFit(stdout);
    expect(stdout).toMatch(/at most\s+200 characters/);
  });

  test("says what is wrong with its flags, and where a file is missing", async () => {
    expect(await runDemo("--chekcs", "x")).toMatchObject({ exitCode: 1, stderr: /--chekcs/ });
    const missing = await runDemo("--checks", join(folder, "nowhere.ndjson"));
    expect(missing).toMatchObject({ exitCode: 1, stdout: "" });
    expect(missing.stderr).toContain("nowhere.ndjson");
    const directory = await runDemo("--checks", folder);
    expect(directory).toMatchObject({ exitCode: 1, stdout: "" });
    expect(directory.stderr).toContain("must be a file");
  });

  test("says what is wrong with a directory for the data, and leaves it as it is", async () => {
    const absent = join(folder, "absent");
    const nothing = await runDemo("--data", absent);
    expect(nothing).toMatchObject({ exitCode: 1, stdout: "" });
    expect(nothing.stderr).toMatch(/must have been kept there, and nothing is.*--checks FILE/);
    expect(existsSync(absent)).toBe(false);

    for (const flag of ["--data", "--checks"]) {
      const unnamed = await runDemo(flag, "");
      expect(unnamed).toMatchObject({ exitCode: 1, stdout: "" });
      expect(unnamed.stderr).toContain("must not be empty");
    }

    const home = join(folder, "home");
    const letter = join(home, "letter.txt");
    await mkdir(home);
    await writeFile(letter, "{}");
    const foreign = await runDemo("--checks", letter, "--data", home);
    expect(foreign).toMatchObject({ exitCode: 1, stdout: "" });
    expect(foreign.stderr).toContain("it holds other files");
    expect(await readdir(home)).toEqual(["letter.txt"]);
    const file = await runDemo("--checks", letter, "--data", letter);
    expect(file).toMatchObject({ exitCode: 1, stdout: "" });
    expect(file.stderr).toContain("must be a directory");
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
    // Three of one millisecond are two incidents.
    line(0, "tied", "up"),
    line(minute, "tied", "down"),
    line(minute, "tied", "up"),
    line(minute, "tied", "down"),
    line(2 * minute, "tied", "up", { message: "raw \u2028 in a message" }),
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
    expect(summary).toEqual(await scan(file));
    expect(summary.skipped).toBe(2);
    expect(summary.monitors.find(({ monitor }) => monitor === "tied")).toMatchObject({
      downtimeMs: minute,
      incidents: 2,
      events: 10,
    });
    expect(summary.monitors.map(({ monitor }) => monitor)).toContain('it\'s "odd", 😀');

    const second = await runDemo("--data", data, "--json");
    expect([second.exitCode, JSON.parse(second.stdout)]).toEqual([0, summary]);

    const again = await runDemo("--checks", file, "--data", data, "--json");
    expect(JSON.parse(again.stdout)).toEqual(summary);

    const next = join(folder, "next.ndjson");
    await writeFile(next, line(20 * minute, "API [eu] 100%", "up"));
    const refused = await runDemo("--checks", next, "--data", data, "--json");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toContain("other checks were imported there");
    expect(JSON.parse((await runDemo("--data", data, "--json")).stdout)).toEqual(summary);
  });

  test("names every line that it skips", async () => {
    const file = join(folder, "broken.ndjson");
    await writeFile(file, `${"?\n".repeat(50)}${line(0, "API", "up")}`);
    const { exitCode, stdout, stderr } = await runDemo("--checks", file);
    expect(exitCode).toBe(2);
    const named = stderr.trim().split("\n");
    expect(named.map((text) => Number.parseInt(text.slice("line ".length), 10))).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(stdout).toContain("Lines skipped: 50");
    expect(stdout).toMatch(/The last 2 moments of monitor:API\nNo monitor had an incident/);
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
    expect(stdout).toMatch(/moments of .*\nThe monitor with most incidents/);
    expect(stdout).toMatch(/12:09:00 +monitor\.degraded/);
    expectToFit(stdout);
  });

  test.skipIf(AUDIT_DATA === undefined)(
    "answers what a direct scan of real checks answers (skipped without AUDIT_DATA)",
    async () => {
      const file = `${AUDIT_DATA}/upptime/toro-server.ndjson`;
      const { exitCode, stdout, stderr } = await runDemo("--checks", file, "--json");
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toEqual(await scan(file));
    },
  );
});
