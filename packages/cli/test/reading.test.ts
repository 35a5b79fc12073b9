import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Audit, startAudit } from "./audit.ts";

let audit: Audit;
const at = (time: string) => Date.parse(`2025-03-02T${time}Z`);

beforeAll(async () => {
  audit = await startAudit();
  const ada = { id: "u7", name: "Ada" };
  await audit.store.append([
    {
      id: "monitor:1",
      uid: "a1",
      action: "monitor.create",
      metadata: { name: "API" },
      timestamp: at("10:00:00"),
      actor: ada,
    },
    {
      id: "monitor:1",
      uid: "a2",
      action: "monitor.down",
      metadata: { region: "gru", message: "no \u001b[2J answer" },
      timestamp: at("10:41:00"),
    },
    {
      id: "monitor:1",
      uid: "a3",
      action: "monitor.recovered",
      metadata: { region: "gru" },
      timestamp: at("10:50:00"),
    },
    {
      id: "monitor:2",
      uid: "b1",
      action: "monitor.create",
      metadata: { name: "Web" },
      timestamp: at("10:45:00"),
    },
    {
      id: "incident:7",
      uid: "c1",
      action: "incident.create",
      metadata: { title: "API down", severity: "major", monitors: ["monitor:1"] },
      timestamp: at("10:42:00"),
    },
    {
      id: "invoice:3",
      uid: "d1",
      action: "monitor.delete",
      metadata: {},
      timestamp: at("10:43:00"),
    },
    ...Array.from({ length: 3000 }, (_, index) => ({
      id: "monitor:long",
      action: "monitor.recovered" as const,
      metadata: { region: "gru" },
      timestamp: at("11:00:00") + index * 1000,
    })),
  ]);
});
afterAll(() => audit.stop());

const commands = [
  "log",
  "state",
  "timeline",
  "diff",
  "blame",
  "search",
  "fleet",
  "tail",
  "completeness",
];

describe("audit --help", () => {
  test("names every command and the exit codes", async () => {
    const { code, stdout } = await audit.run(["--help"]);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
    expect(stdout).toContain("Exit codes");
  });

  test.concurrent.each(commands)("of %s has an example that runs", async (command) => {
    const { stdout } = await audit.run([command, "--help"]);
    const example = /^ {2}\$ audit (.*)$/m.exec(stdout)?.[1] ?? "";
    expect(example).toMatch(new RegExp(`^${command} `));
    const args = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word ?? "",
    );
    const ran = await audit.run(args);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).not.toBe("");
  });
});

describe("audit log", () => {
  test("prints the stream in order, and nothing that a terminal obeys", async () => {
    const { code, stdout } = await audit.run(["log", "monitor:1"]);
    expect(code).toBe(0);
    expect(stdout.match(/\ba\d\b/g)).toEqual(["a1", "a2", "a3"]);
    expect(stdout).toContain("times in UTC");
    expect(stdout).toContain("2025-03-02 10:41:00");
    expect(stdout).toContain("no \\u001b[2J answer");
    expect(stdout).not.toContain("\u001b");
  });

  test("takes a zone, a part and an order", async () => {
    const { stdout } = await audit.run([
      "log",
      "monitor:1",
      "--zone",
      "Europe/Berlin",
      "--from",
      "2025-03-02 11:41",
      "--newest",
      "--limit",
      "1",
    ]);
    expect(stdout).toContain("times in Europe/Berlin");
    expect(stdout).toContain("2025-03-02 11:50:00");
    expect(stdout).not.toContain("a2");
  });

  test("prints JSON, whole or by lines", async () => {
    const one = await audit.run(["log", "monitor:1", "--json"]);
    expect(JSON.parse(one.stdout)).toMatchObject({
      id: "monitor:1",
      workspaceId: "",
      events: [{ uid: "a1" }, { uid: "a2" }, { uid: "a3" }],
    });
    const many = await audit.run(["log", "monitor:1", "--ndjson"]);
    expect(
      many.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).uid),
    ).toEqual(["a1", "a2", "a3"]);
  });

  test("fits the width and colours only where it is asked to", async () => {
    const { stdout } = await audit.run(["log", "monitor:1"], { env: { COLUMNS: "40" } });
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(40);
    const coloured = await audit.run(["log", "monitor:1"], { env: { FORCE_COLOR: "1" } });
    expect(coloured.stdout).toContain("\u001b[1m");
    const plain = await audit.run(["log", "monitor:1"], {
      env: { FORCE_COLOR: "1", NO_COLOR: "1" },
    });
    expect(plain.stdout).not.toContain("\u001b");
  });

  test("ends quietly when its reader has enough", async () => {
    const ran = await audit.run(["log", "monitor:long"], { closesEarly: true });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
  });

  test("suggests ids that look like an unknown one", async () => {
    const ran = await audit.run(["log", "monitr:1"]);
    expect(ran).toMatchObject({ code: 3, stdout: "" });
    expect(ran.stderr).toContain("Did you mean monitor:1");
  });
});

describe("audit state", () => {
  test.each([
    ["10:40", "unknown"],
    ["10:42", "down"],
    ["10:50", "up"],
  ])("gives what was at %s", async (time, status) => {
    const { code, stdout } = await audit.run([
      "state",
      "monitor:1",
      "--at",
      `2025-03-02 ${time}`,
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      projection: "monitor",
      state: { status },
      report: { exactness: "exact" },
    });
  });

  test("leaves events out", async () => {
    const args = ["state", "monitor:1", "--without", "a3", "--without", "x"];
    const { stdout } = await audit.run(args);
    expect(stdout).toMatch(/^status +down$/m);
    expect(stdout).toContain("1 left out, not there to leave out: x");
  });

  test("says when an entity begins, where nothing was yet", async () => {
    const ran = await audit.run(["state", "monitor:1", "--at", "2025-03-02 09:00"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("Its first one happened at 2025-03-02 10:00:00");
    const known = await audit.run(["state", "monitor:1", "--known-at", "2025-03-02 12:00"]);
    expect(known.code).toBe(3);
  });

  test("says which types there are", async () => {
    const ran = await audit.run(["state", "invoice:3"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("monitor, incident");
  });
});

describe("audit timeline, diff and blame", () => {
  test("tell what happened", async () => {
    const { stdout } = await audit.run(["timeline", "monitor:1"]);
    expect(stdout).toMatch(/10:50:00 {2}after 9 min +up in gru.*status down → up/);
    const { stdout: lines } = await audit.run(["timeline", "monitor:long", "--ndjson", "--events"]);
    expect(lines.trim().split("\n")).toHaveLength(3000);
  });

  test("tell what differs and why", async () => {
    const args = ["diff", "monitor:1", "--from", "2025-03-02 10:30", "--to", "2025-03-02 10:45"];
    const { stdout } = await audit.run(args);
    expect(stdout).toMatch(
      /^status +unknown → down +2025-03-02 10:41:00 monitor.down by system \(a2\)/m,
    );
    const none = await audit.run([...args.slice(0, 4), "--to", "2025-03-02 10:31", "--json"]);
    expect(none.code).toBe(0);
    expect(JSON.parse(none.stdout).changes).toEqual([]);
  });

  test("tell who set what", async () => {
    const { stdout } = await audit.run(["blame", "monitor:1"]);
    expect(stdout).toMatch(/^name +API +2025-03-02 10:00:00 +Ada +monitor.create \(a1\)$/m);
  });
});

describe("audit search", () => {
  test("filters, and pages with its cursor", async () => {
    const { stdout } = await audit.run(["search", "--actor", "u7", "--json"]);
    expect(JSON.parse(stdout).events).toMatchObject([{ uid: "a1" }]);
    const to = ["--to", "2025-03-02 10:55", "--oldest", "--limit", "2", "--json"];
    const first = JSON.parse((await audit.run(["search", ...to])).stdout);
    const second = JSON.parse(
      (await audit.run(["search", ...to, "--cursor", first.cursor])).stdout,
    );
    const uids = [...first.events, ...second.events].map(({ uid }: { uid: string }) => uid);
    expect(uids).toEqual(["a1", "a2", "c1", "d1"]);
  });

  test("says by its exit code that there is nothing", async () => {
    expect((await audit.run(["search", "--actor", "nobody"])).code).toBe(3);
    const unknown = await audit.run(["search", "--action", "monitor.vanished"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("audit catalog");
  });
});

describe("audit fleet", () => {
  test("gives every entity of a type at a moment", async () => {
    const args = ["fleet", "monitor", "--at", "2025-03-02 10:44", "--ndjson"];
    const early = await audit.run(args);
    expect(
      early.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual(["monitor:1"]);
    const { stdout } = await audit.run(["fleet", "incident"]);
    expect(stdout).toMatch(/^incident:7 +open +major +2025-03-02 10:42:00 +API down$/m);
  });
});

describe("audit tail", () => {
  test("prints the last ones, and follows until Ctrl-C", async () => {
    const { stdout } = await audit.run(["tail", "-n", "2", "--ndjson"]);
    expect(stdout.trim().split("\n")).toHaveLength(2);
    let isAppended = false;
    const ran = await audit.run(["tail", "-f", "-n", "1"], {
      onOutput(printed, kill) {
        if (!isAppended) {
          isAppended = true;
          void audit.store.append({ id: "monitor:9", action: "monitor.delete", metadata: {} });
        }
        if (printed.includes("monitor:9")) kill("SIGINT");
      },
    });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("audit completeness", () => {
  test("says by its exit code whether something is missing", async () => {
    const whole = await audit.run(["completeness", "--to", "now", "--json"]);
    expect(whole.code).toBe(0);
    expect(JSON.parse(whole.stdout)).toMatchObject({ isComplete: true, totals: { missing: 0 } });
    const row = (sequence: number) => ({
      id: "monitor:5",
      uid: `g${sequence}`,
      action: "monitor.delete",
      version: 1,
      metadata: {},
      timestamp: Date.now(),
      recordedAt: Date.now(),
      workspaceId: "",
      actor: { id: "", name: "system", type: "system" },
      targets: [],
      outcome: "success",
      context: {},
      copies: 1,
      writer: "gappy",
      sequence,
    });
    await audit.store.appendRecorded([row(1), row(3)]);
    const gappy = await audit.run(["completeness", "--to", "now"]);
    expect(gappy.code).toBe(3);
    expect(gappy.stdout).toContain("Not complete: 1 missing");
  });
});

describe("the connection", () => {
  test("comes from flags, then the environment, then .env", async () => {
    const { url, token } = audit.server;
    await writeFile(join(audit.folder, ".env"), `AUDIT_URL=${url}\nAUDIT_TOKEN=${token}\n`);
    const none = { AUDIT_URL: "", AUDIT_TOKEN: "" };
    expect((await audit.run(["log", "monitor:1"], { env: none })).code).toBe(0);
    const elsewhere = { AUDIT_URL: "http://127.0.0.1:9" };
    const ran = await audit.run(["log", "monitor:1", "--url", url], { env: elsewhere });
    expect(ran.code).toBe(0);
    await writeFile(join(audit.folder, ".env"), "");
    const nothing = await audit.run(["log", "monitor:1"], { env: none });
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain("AUDIT_URL");
  });

  test("fails with what to do next, and never with the token", async () => {
    const token = "p.secret-that-nobody-knows";
    const wrong = await audit.run(["log", "monitor:1", "--token", token]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("AUDIT_TOKEN");
    expect(wrong.stderr).not.toContain(token);
    const unreachable = await audit.run(["log", "monitor:1", "--url", "http://127.0.0.1:9"]);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toContain("AUDIT_URL");
  });

  test("is another workspace where one is asked for", async () => {
    const ran = await audit.run(["log", "monitor:1", "--workspace", "acme"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("--workspace");
  });
});

describe("a wrong command line", () => {
  test.concurrent.each([
    [["lgo", "monitor:1"]],
    [["log"]],
    [["log", "monitor:1", "--form", "10:00"]],
    [["log", "monitor:1", "--from", "tomorrow"]],
    [["log", "monitor:1", "--json", "--ndjson"]],
    [["log", "monitor:1", "--zone", "Mars"]],
    [["search", "--text", "gru"]],
    [["state", "monitor"]],
  ])("%j exits with 2 and says what is wrong", async (args) => {
    const ran = await audit.run(args);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^(Cannot|error:)/);
  });

  test.each([["diff", "monitor:1"], ["timeline", "monitor:1"], ["log", "monitor:1"], ["search"]])(
    "%s says of a stretch that ends before it begins which that is, in clock times",
    async (...command) => {
      const times = ["--zone", "UTC", "--from", "2025-03-02 11:00", "--to", "2025-03-02 10:00"];
      const ran = await audit.run([...command, ...times]);
      expect(ran).toMatchObject({ code: 2, stdout: "" });
      expect(ran.stderr).toContain("from 2025-03-02 11:00:00 to 2025-03-02 10:00:00 (UTC)");
    },
  );
});
