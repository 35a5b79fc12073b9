import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Audit, type RunOptions, startAudit } from "./audit.ts";
import { demoProject } from "./demo-project.ts";

let audit: Audit;
let removeProject: () => Promise<void>;
beforeAll(async () => {
  const { project, remove } = await demoProject();
  removeProject = remove;
  audit = await startAudit({ project });
});
afterAll(async () => {
  await audit.stop();
  await removeProject();
});

const words = (line: string) => line.split(" ").filter((word) => word !== "");
const generate = (line: string, options?: RunOptions) =>
  audit.run(["generate", ...words(line)], options);
const nowhere = { env: { AUDIT_URL: "", AUDIT_TOKEN: "" } };

/** Gives the lines of all events of a workspace, in the order in which they happened. */
async function exported(workspace: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await audit.run(["export", "--workspace", workspace]);
  return linesOf(stdout).sort((a, b) => (String(a.uid) < String(b.uid) ? -1 : 1));
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

async function sql(query: string): Promise<Record<string, unknown>[]> {
  const { url, token } = audit.server;
  const q = encodeURIComponent(`${query} FORMAT JSON`);
  const answer = await fetch(`${url}/v0/sql?q=${q}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  const { data }: { data: Record<string, unknown>[] } = JSON.parse(await answer.text());
  return data;
}

describe("audit generate", () => {
  test("has an example that sends a week of events, which other commands read", async () => {
    const { stdout } = await generate("--help");
    const example = /^ {2}\$ audit generate (.*)$/m.exec(stdout)?.[1] ?? "";
    const ran = await generate(`${example} --workspace example-run`);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^[\d,]+ events acknowledged by the Events API in /);
    const fleet = await audit.run(words("fleet monitor --workspace example-run --json"));
    const { entities } = JSON.parse(fleet.stdout);
    expect(entities.length).toBeGreaterThan(10);
    for (const { report } of entities) expect(report.exactness).toBe("exact");
  });

  test("sends what it writes with --stdout, and nothing new when it does so again", async () => {
    const what = "--events 400 --from 2025-03-03 --days 5 --monitors 40 --workspace again";
    const written = await generate(`${what} --stdout`);
    expect(written.stderr).toMatch(/^400 events written in /);
    const ran = await generate(`${what} --json`);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      events: 400,
      rounds: 1,
      seed: "1",
      from: Date.parse("2025-03-03"),
      monitors: 40,
      workspaces: ["again"],
      isStopped: false,
    });
    expect(await exported("again")).toEqual(linesOf(written.stdout));
    const longer = await generate(`${what.replace("400", "500")} --silent`);
    expect(longer).toEqual({ code: 0, stdout: "", stderr: "" });
    const events = await exported("again");
    expect(events).toHaveLength(500);
    const known = await audit.run(words("completeness --json"));
    expect(JSON.parse(known.stdout)).toMatchObject({ isComplete: true });
  });

  test("is imported from a pipe as it is sent", async () => {
    const what = "--events 50 --from 2025-03-03 --days 2 --seed pipe --workspace piped";
    const { stdout } = await generate(`${what} --stdout --silent`);
    const imported = await audit.run(words("import -"), { input: stdout });
    expect(imported.stdout).toBe("50 events imported\n");
    expect(await exported("piped")).toEqual(linesOf(stdout));
  });

  test("spreads monitors over workspaces, and each round has monitors of its own", async () => {
    const ran = await generate("--workspaces 2 --monitors 6 --days 1 --repeat 2 --json");
    expect(JSON.parse(ran.stdout)).toMatchObject({ rounds: 2, monitors: 12 });
    const created = async (workspace: string) =>
      (await exported(workspace)).filter(({ action }) => action === "monitor.create");
    const all = [...(await created("ws_1")), ...(await created("ws_2"))];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ writer }) => writer)).size).toBe(2);
  });

  test("shows one event, and needs no server for that", async () => {
    const { code, stdout } = await generate("--sample", nowhere);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ action: "monitor.down" });
    const demo = await generate("--sample --shape demo", nowhere);
    expect(JSON.parse(demo.stdout)).toHaveProperty("device.browser");
  });

  test("keeps to --rate, and has the server say when it was recorded", async () => {
    const begin = Date.now();
    const ran = await generate("--events 30 --rate 20 --workspace slow --json");
    const { seconds, events } = JSON.parse(ran.stdout);
    expect(events / seconds).toBeLessThanOrEqual(25);
    for (const { recordedAt } of await exported("slow"))
      expect(recordedAt).toBeGreaterThanOrEqual(begin);
  });

  test("ends by Ctrl-C after what is under way, and says what was acknowledged", async () => {
    const env = { AUDIT_PROGRESS: "1" };
    // Once: a second one ends it at once.
    const interrupt = (): RunOptions => {
      let isDone = false;
      const onError: RunOptions["onError"] = (_, kill) => {
        if (!isDone) kill("SIGINT");
        isDone = true;
      };
      return { env, onError };
    };
    const what = "--workspace ended --rate 40 --days 30";
    const ran = await generate(`${what} --json`, interrupt());
    expect(ran.code).toBe(130);
    expect(ran.stderr).toMatch(/^\d+%, \d+ events, \d+ a second, /);
    const { events, isStopped } = JSON.parse(ran.stdout);
    expect(isStopped).toBe(true);
    expect(await exported("ended")).toHaveLength(events);
    const said = await generate(what, interrupt());
    expect(said.stdout).toMatch(/The same with --from \S+T00:00:00.000Z --days 30 adds only/);
    const endless = await generate(`${what} --repeat --seed endless`, interrupt());
    expect(endless).toMatchObject({ code: 0 });
    expect(endless.stderr).toMatch(/^\d+ events, \d+ a second\n/);
  });

  test("says how far it came where the server refuses, and not the token", async () => {
    const env = { AUDIT_TOKEN: "p.wrong-token-of-nobody" };
    const ran = await generate("--events 10", { env });
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^0 events acknowledged\. The same with --from/);
    expect(ran.stderr).toContain("AUDIT_TOKEN");
    expect(ran.stderr).not.toContain("wrong-token");
  });

  test("says that brokers cannot be reached, and not the password", async () => {
    const account = "--username u --password secret-of-kafka";
    const ran = await generate(`--bootstrap-servers 127.0.0.1:9 ${account}`);
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toContain('Cannot send to the topic "audit_log"');
    expect(ran.stderr).not.toContain("secret-of-kafka");
  });

  test("says when the days have fewer events than asked for", async () => {
    const ran = await generate("--events 5000 --monitors 1 --days 1 --workspace few");
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain("The days have no more");
  });

  test("sends events of the demo's shape to a data source of that shape", async () => {
    const ran = await generate("--shape demo --events 600 --days 40 --repeat 2");
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const query = "SELECT count() AS events, uniqExact(entity_id) AS entities, min(company_id) AS";
    expect(await sql(`${query} first FROM audit_log_hfi`)).toMatchObject([
      { events: 1200, entities: 1200, first: 1 },
    ]);
    const wrong = await generate("--shape demo --datasource audit_log --events 3");
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("set 3 of 3 events aside");
  });

  test.concurrent.each([
    ["", "--bootstrap-servers"],
    ["--events 0", "--events"],
    ["--events many", "--events"],
    ["--days 1.5", "--days"],
    ["--days 4000", "--days"],
    ["--monitors 100001", "--monitors"],
    ["--events 9000000 --days 1", "--days"],
    ["--rate -1", "--rate"],
    ["--repeat no", "--repeat"],
    ["--shape round", "--shape"],
    ["--from tomorrow --stdout", "tomorrow"],
    ["--from now --stdout", "--from"],
    ["--stdout --json", "--stdout"],
    ["--stdout --topic t", "--stdout"],
    ["--stdout --url http://a.example", "--stdout"],
    ["--topic t --url http://a.example", "--topic"],
    ["--bootstrap-servers localhost:9092 --token t", "--bootstrap-servers"],
    ["--topic t", "--bootstrap-servers"],
    ["--bootstrap-servers localhost", "--bootstrap-servers"],
    ["--bootstrap-servers localhost:9092 --username u", "AUDIT_KAFKA_SECRET"],
    ["--sample --rate 5", "--sample"],
    ["--workspace a --workspaces 2", "--workspaces"],
    ["--shape demo --monitors 2", "--monitors"],
    ["--datasource audit_log", "--datasource"],
  ])("refuses %j, naming %s", async (line, named) => {
    const ran = await generate(line, nowhere);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(named);
  });
});
