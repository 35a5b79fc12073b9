import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalog } from "@audit/events";
import { fetchTransport } from "@audit/store";
import { openSpool } from "@audit/store/spool";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Audit, type Ran, startAudit } from "./audit.ts";

let audit: Audit;
beforeAll(async () => {
  audit = await startAudit();
});
afterAll(() => audit.stop());

async function eventsOf(id: string) {
  const events = [];
  for await (const event of audit.store.read(id)) events.push(event);
  return events;
}

const words = (line: string) =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, word]) => a ?? b ?? word ?? "");

async function exampleOf(command: string): Promise<string> {
  const { stdout } = await audit.run([command, "--help"]);
  return /^ {2}\$ audit (.*)$/m.exec(stdout)?.[1] ?? "";
}

describe("audit emit", () => {
  test("has an example that appends", async () => {
    const ran = await audit.run(words(await exampleOf("emit")));
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(await eventsOf("monitor:1")).toMatchObject([
      { uid: ran.stdout.trim(), metadata: { region: "gru", statusCode: 503 } },
    ]);
  });

  test("takes every part of an event, and is the same again by its uid", async () => {
    const args = words(
      'emit monitor.create monitor:2 --name API --field url=https://a.example --at "2025-03-02 10:42" --uid k1 --actor u7 --actor-name Ada --target region:gru --json',
    );
    const first = await audit.run(args);
    expect(JSON.parse(first.stdout)).toMatchObject({ uid: "k1", status: "accepted" });
    await audit.run(args);
    expect(await eventsOf("monitor:2")).toMatchObject([
      {
        uid: "k1",
        copies: 2,
        timestamp: Date.parse("2025-03-02T10:42Z"),
        actor: { id: "u7", name: "Ada" },
        targets: [{ type: "region", id: "gru" }],
        metadata: { name: "API", url: "https://a.example" },
      },
    ]);
  });

  test("takes lists by the element, and JSON", async () => {
    const fields = "--title down --severity minor --monitors monitor:1 --monitors=monitor:2";
    const ran = await audit.run(words(`emit incident.create incident:1 ${fields}`));
    expect(ran.code).toBe(0);
    const json = '{"title":"b","severity":"major","monitors":[]}';
    await audit.run(["emit", "incident.create", "incident:2", "--metadata", json]);
    expect(await eventsOf("incident:1")).toMatchObject([
      { metadata: { monitors: ["monitor:1", "monitor:2"] } },
    ]);
    expect(await eventsOf("incident:2")).toMatchObject([{ metadata: { title: "b" } }]);
  });

  test.concurrent.each([
    ["emit monitor.vanished monitor:3", "audit catalog"],
    ["emit monitor.down monitor:3", "metadata.region"],
    ["emit monitor.down monitor:3 --regoin gru", "it has region"],
    ["emit monitor.down monitor:3 --region gru --status-code many", "must be number"],
    ["emit monitor.down 3 --region gru", "id"],
    ["emit monitor.down monitor:3 --region gru --metadata [1]", "JSON object"],
  ])("refuses %j, naming what must hold", async (line, says) => {
    const ran = await audit.run(words(line));
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(says);
    expect(await eventsOf("monitor:3")).toEqual([]);
  });
});

describe("audit catalog", () => {
  test("lists every action, and needs no server", async () => {
    const { code, stdout } = await audit.run(["catalog"], { env: { AUDIT_URL: "" } });
    expect(code).toBe(0);
    for (const { name } of catalog.actions) expect(stdout).toContain(name);
  });

  test("has an example of each action that emit takes", async () => {
    expect((await audit.run(words(await exampleOf("catalog")))).stdout).toContain("formerly");
    const { stdout } = await audit.run(["catalog", "--json"]);
    const { actions }: { actions: { name: string; example: object }[] } = JSON.parse(stdout);
    for (const { name, example } of actions)
      expect(catalog.find(name)?.versions.at(-1)?.schema.safeParse(example).success).toBe(true);
    const one = await audit.run(["catalog", "incident.create"]);
    const line = /Example: audit (.*)$/m.exec(one.stdout)?.[1] ?? "";
    expect(await audit.run([...words(line), "--dry-run"])).toMatchObject({ code: 0, stderr: "" });
    expect(await eventsOf("incident:9")).toEqual([]);
  });
});

describe("audit export and import", () => {
  test("carry events over as they were recorded", async () => {
    const event = { id: "monitor:x", action: "monitor.delete", metadata: {} } as const;
    await audit.store.append({ ...event, uid: "x1" });
    const csv = await audit.run(words("export --id monitor:x --format csv"));
    expect(csv.stdout.trim().split("\n")).toHaveLength(2);
    const written = await audit.run(words("export --id monitor:x --out x.ndjson"));
    expect(written).toMatchObject({ code: 0, stdout: "" });
    const text = await readFile(join(audit.folder, "x.ndjson"), "utf8");
    const imported = await audit.run(words("import - --workspace copy --json"), { input: text });
    expect(JSON.parse(imported.stdout)).toMatchObject({ events: 1, invalidLines: 0 });
    const there = await audit.run(words("log monitor:x --workspace copy --ndjson"));
    const [recorded] = await eventsOf("monitor:x");
    expect(JSON.parse(there.stdout)).toMatchObject({ uid: "x1", recordedAt: recorded?.recordedAt });
  });

  test("have examples that run", async () => {
    await audit.run(words("emit monitor.delete monitor:1"));
    expect(await exampleOf("import")).toBe("export --id monitor:1 | audit import -");
    const exported = await audit.run(words("export --id monitor:1"));
    const imported = await audit.run(words("import -"), { input: exported.stdout });
    expect(imported).toMatchObject({ code: 0, stderr: "" });
    const csv = await audit.run(words(await exampleOf("export")));
    expect(csv).toMatchObject({ code: 0, stderr: "" });
  });

  test("name a line that is no event, and go on where an import ended", async () => {
    await audit.store.append({
      id: "monitor:y",
      uid: "y1",
      action: "monitor.delete",
      metadata: {},
    });
    const { stdout } = await audit.run(words("export --id monitor:y"));
    await writeFile(join(audit.folder, "bad.ndjson"), `${stdout}{"id":1}\n${stdout}`);
    const stopped = await audit.run(words("import bad.ndjson"));
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain("line 2");
    expect(stopped.stderr).toMatch(/--continue-at \d+:1\n/);
    const skipped = await audit.run(words("import bad.ndjson --skip-invalid"));
    expect(skipped).toMatchObject({ code: 3, stdout: "2 events imported, 1 lines skipped\n" });
  });
});

describe("audit spool", () => {
  test("says what waits, lists it, sends it", async () => {
    const directory = join(audit.folder, "spool");
    const nowhere = fetchTransport({ url: "http://127.0.0.1:9", token: "p.x", retries: 0 });
    const spool = await openSpool({ directory, transport: nowhere, drain: "manual" });
    const row = { id: "monitor:s", uid: "s1", action: "monitor.delete", timestamp: Date.now() };
    await spool.add([row]);
    await spool.close();
    const state = await audit.run(words("spool ./spool"));
    expect(state.stdout).toMatch(/^1 events wait/);
    const list = await audit.run(words(await exampleOf("spool")));
    expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining("monitor:s") });
    const known = await audit.run(words("completeness --spool ./spool"));
    expect(known.stdout).toMatch(/^Not complete: .*, 1 wait in the spool/);
    expect((await audit.run(words("completeness --spool ./elsewhere"))).code).toBe(3);
    const failed = await audit.run(words("spool ./spool --drain --url http://127.0.0.1:9"));
    expect(failed.code).toBe(1);
    const drained = await audit.run(words("spool ./spool --drain --json"));
    expect(JSON.parse(drained.stdout)).toMatchObject({
      drained: { outcome: "empty", sent: 1 },
      state: { events: 0 },
    });
    expect(await eventsOf("monitor:s")).toHaveLength(1);
  });

  test("does not make a directory that is not there", async () => {
    expect((await audit.run(words("spool ./other"))).code).toBe(3);
    expect((await audit.run(words("spool ./other"))).code).toBe(3);
  });
});

describe("audit dev", () => {
  test("serves the project, deploys it again on a change, and leaves nothing running", async () => {
    const project = join(audit.folder, "tinybird");
    const source = fileURLToPath(new URL("../../../tinybird", import.meta.url));
    await cp(source, project, { recursive: true });
    expect(await exampleOf("dev")).toBe("dev --project tinybird --port 0");
    const lines: { url: string; token: string }[] = [];
    const pipe = "TOKEN other_reader READ\nNODE one\nSQL >\n    SELECT 1 AS one\nTYPE endpoint\n";
    const ran = await audit.run(words("dev --project tinybird --port 0 --json"), {
      fromSources: true,
      onOutput(stdout, kill) {
        const printed = stdout.split("\n").slice(0, -1);
        for (const line of printed.slice(lines.length)) {
          lines.push(JSON.parse(line));
          if (lines.length === 1)
            void writeFile(join(project, "endpoints", "endpoint_one.pipe"), pipe);
          else kill("SIGINT");
        }
      },
    });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const [before, after] = lines;
    expect(after).toMatchObject({ url: before?.url, token: before?.token });
    expect(ran.stdout.split("\n")[1]).toContain("other_reader");
    await expect(fetch(`${before?.url}/v0/pipes`)).rejects.toThrow();
  });

  test("has the example's outage, and goes on as it was where a change does not work", async () => {
    const project = join(audit.folder, "changing");
    await cp(fileURLToPath(new URL("../../../tinybird", import.meta.url)), project, {
      recursive: true,
    });
    let env: Record<string, string> = {};
    let told = Promise.resolve<Ran[]>([]);
    let asked = false;
    const ran = await audit.run(words("dev --project changing --port 0"), {
      fromSources: true,
      onError(stderr, kill) {
        if (!stderr.includes("was not deployed") || asked) return;
        asked = true;
        told = told.then(async (runs) => {
          const last = await audit.run(words("fleet monitor --workspace example --json"), { env });
          const jwt = words("token jwt web --workspace example --pipe api_totals");
          const signed = await audit.run(jwt, { env });
          kill("SIGINT");
          return [...runs, last, signed];
        });
      },
      onOutput(stdout) {
        if (!stdout.includes("Ctrl-C") || Object.keys(env).length > 0) return;
        env = parseEnv(stdout);
        const broken = join(project, "endpoints", "broken.pipe");
        void writeFile(broken, "NODE one\nSQL >\n    SELECT nothing FROM nowhere\nTYPE endpont\n");
      },
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toMatch(/not deployed.*broken\.pipe/);
    const [fleet, signed] = await told;
    expect(signed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ey/) });
    expect(JSON.parse(fleet?.stdout ?? "")).toMatchObject({
      entities: [{ id: "monitor:api", state: { status: "up" } }],
    });
  });

  test("says why a project cannot be served", async () => {
    const ran = await audit.run(words("dev --project nowhere --port 0"), { fromSources: true });
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^Cannot/);
  });
});

/** Reads the lines that `audit dev` prints for an `.env`. */
function parseEnv(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(AUDIT_\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
  );
}
