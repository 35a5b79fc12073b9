import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeToken } from "../src/token/make-token.ts";
import { pipeReads } from "../src/token/pipe-reads.ts";
import { readProject } from "../src/token/read-project.ts";
import { stringLiteral } from "../src/token/string-literal.ts";
import { type Audit, type RunOptions, startAudit } from "./audit.ts";
import { readDatafiles } from "./read-datafiles.ts";
import { type Appended, type Delivery, seenBy, tenantQuestions } from "./tenant-questions.ts";

const endpoints = Object.keys(tenantQuestions);
const odd = `it's 100%\\' OR 1 -- \n“ü”:x`;
const workspaces = ["ws_1", "ws_2", "ws_10", "", odd, "a\\%b"];
/** Any character, and often one that SQL or a scope would take for something else. */
const hostileUnit = fc.oneof(
  fc.constantFrom("'", "\\", ":", "%", "\n", "x", "2", "7", "{", ")"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
const noon = Date.parse("2025-03-02T12:00:00Z");

/** From 2 events of the first workspace up to 7 of the last, the first of each delivered twice. */
function deliveriesOf(workspaceId: string, index: number): Delivery[] {
  const actions = ["monitor.down", "monitor.recovered", "monitor.degraded", "monitor.delete"];
  const all = Array.from({ length: 2 + index }, (_, number) => ({
    workspaceId,
    id: `monitor:${number % 2}`,
    // The same ones in each workspace: a token must not merge them.
    uid: `e${number}`,
    action: actions[number % 4] ?? "",
    timestamp: noon + number * 60_000,
    sequence: 100 * index + number + 1,
  }));
  return [...all, ...all.slice(0, 1)];
}

const all: Appended = {
  deliveries: workspaces.flatMap(deliveriesOf),
  named: ["ws_1", "ws_2", odd],
  setAside: [
    { workspaceId: "ws_1", uid: "bad-1" },
    { workspaceId: "ws_2", uid: "bad-2" },
    { workspaceId: odd, uid: "bad-3" },
  ],
  snapshots: ["ws_1", odd],
};

let audit: Audit;
const made = new Map<string, string>();
const signed = new Map<string, string>();

const pipesOf = (names: readonly string[]) => names.flatMap((name) => ["--pipe", name]);
const withWorkspace = (): RunOptions => ({
  env: { AUDIT_TINYBIRD_WORKSPACE: audit.server.workspace },
});
const isOfAll = [
  "api_ui_filters",
  "endpoint_audit_log_completeness",
  "endpoint_audit_log_quarantine",
];
const signable = endpoints.filter((name) => !isOfAll.includes(name));

beforeAll(async () => {
  audit = await startAudit();
  await audit.store.appendRecorded(
    all.deliveries.map(({ workspaceId, id, uid, action, timestamp, sequence }, index) => ({
      workspaceId,
      id,
      uid,
      action,
      version: 1,
      metadata: { region: "gru" },
      timestamp,
      recordedAt: noon + index,
      actor: { id: "u1", name: "Ada", type: "user" },
      targets: [],
      outcome: "success",
      context: {},
      copies: 1,
      writer: "w",
      sequence,
    })),
  );
  await append(
    "workspaces",
    all.named.map((workspace_id) => ({ workspace_id, name: `Of ${workspace_id}` })),
  );
  await append(
    "audit_log",
    all.setAside.map(({ workspaceId, uid }) => ({
      workspace_id: workspaceId,
      uid,
      id: "monitor:1",
      action: "monitor.down",
      timestamp: "noon",
    })),
  );
  await append(
    "snapshots",
    all.snapshots.map((workspace_id) => ({
      workspace_id,
      id: "monitor:1",
      projection: "monitor",
      revision: 1,
      checkpoint_timestamp: 1,
      checkpoint_uid: "u",
      known_at: 1,
      snapshot: "{}",
    })),
  );
  await Promise.all(
    workspaces.map(async (workspace, index) => {
      const args = [`tenant_${index}`, "--workspace", workspace];
      const created = await audit.run(["token", "create", ...args, ...pipesOf(endpoints)]);
      made.set(workspace, created.stdout.trim());
      if (workspace === "") return;
      const jwt = await audit.run(["token", "jwt", ...args, ...pipesOf(signable)], withWorkspace());
      signed.set(workspace, jwt.stdout.trim());
    }),
  );
  expect([...made.values(), ...signed.values()]).not.toContain("");
}, 120_000);
afterAll(() => audit?.stop());

async function append(datasource: string, rows: readonly object[]): Promise<void> {
  const answer = await fetch(`${audit.server.url}/v0/events?name=${datasource}&wait=true`, {
    method: "POST",
    headers: { authorization: `Bearer ${audit.server.token}` },
    body: rows.map((row) => JSON.stringify(row)).join("\n"),
  });
  expect(answer.status).toBe(200);
}

async function ask(pipe: string, token: string, parameters: Readonly<Record<string, string>>) {
  const query = new URLSearchParams(parameters);
  const answer = await fetch(`${audit.server.url}/v0/pipes/${pipe}.json?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  // Safe: what the wire tests of the server hold.
  const { data, error } = (await answer.json()) as {
    data: Record<string, unknown>[];
    error: string;
  };
  expect(error).toBeUndefined();
  return data;
}

describe("a token of one workspace", () => {
  test("is asked at every endpoint of the project", async () => {
    const folder = fileURLToPath(new URL("../../../tinybird/endpoints", import.meta.url));
    const files = await readdir(folder);
    expect(endpoints.sort()).toEqual(files.map((file) => file.replace(".pipe", "")).sort());
  });

  test.each(endpoints)(
    "counts at %s what was appended of its workspace, and nothing else",
    async (pipe) => {
      const tokens = [[audit.server.token, workspaces] as const].concat(
        workspaces.map((workspace) => [made.get(workspace) ?? "", [workspace]] as const),
      );
      for (const question of tenantQuestions[pipe] ?? []) {
        const answers = new Set<string>();
        for (const [token, may] of tokens)
          for (const asked of question.isOfOne ? ["ws_1", "ws_2", odd, ...may] : [undefined]) {
            const one = asked === undefined ? {} : { workspace_id: asked };
            const rows = await ask(pipe, token, { ...question.parameters, ...one });
            const seen = may.filter((workspace) => asked === undefined || workspace === asked);
            const expected = question.expected(seenBy(all, seen));
            expect(question.answer(rows), `${may.join()} asks for ${asked}`).toEqual(expected);
            answers.add(JSON.stringify(expected));
          }
        // A question that has the same answer for all would not see a filter that is missing.
        expect(answers.size).toBeGreaterThan(1);
      }
    },
  );

  test.each(signable)("as a JWT, counts at %s the same, whatever a request says", async (pipe) => {
    for (const question of tenantQuestions[pipe] ?? [])
      for (const [workspace, token] of signed)
        for (const asked of [{}, { workspace_id: "ws_2" }, { workspace_id: "" }]) {
          const rows = await ask(pipe, token, { ...question.parameters, ...asked });
          expect(question.answer(rows), `${workspace} asks for ${asked.workspace_id}`).toEqual(
            question.expected(seenBy(all, [workspace])),
          );
        }
  });

  test("reads its rows by SQL, and no others", async () => {
    const q = "SELECT workspace_id, count() AS n FROM audit_log GROUP BY workspace_id FORMAT JSON";
    const token = made.get(odd) ?? "";
    const answer = await fetch(`${audit.server.url}/v0/sql?${new URLSearchParams({ q, token })}`);
    const n = seenBy(all, [odd]).deliveries.length;
    expect(await answer.json()).toMatchObject({ data: [{ workspace_id: odd, n }] });
  });
});

describe("pipeReads", () => {
  test("finds in datafiles and on a server all that the server finds in the SQL", async () => {
    const { url, token } = audit.server;
    const told = await readProject({ url, token });
    const read = await readDatafiles(fileURLToPath(new URL("../../../tinybird", import.meta.url)));
    const answer = await fetch(`${url}/v0/pipes`, {
      headers: { authorization: `Bearer ${token}` },
    });
    // Safe: the server describes pipes so.
    const { pipes } = (await answer.json()) as {
      pipes: { name: string; nodes: { dependencies: string[] }[] }[];
    };
    for (const name of endpoints) {
      const [there, here] = [told.pipes.get(name), read.pipes.get(name)];
      const reads = pipeReads(told, there ?? expect.fail());
      expect(reads).toEqual(pipeReads(read, here ?? expect.fail()));
      const found = pipes.find((pipe) => pipe.name === name)?.nodes ?? [];
      const nodes = there?.nodes.map((node) => node.name);
      const tables = found
        .flatMap(({ dependencies }) => dependencies)
        .filter((each) => !nodes?.includes(each) && !told.pipes.has(each));
      expect(tables).not.toEqual([]);
      expect(reads.tables).toEqual(expect.arrayContaining(tables));
    }
  });
});

describe("stringLiteral", () => {
  test("is read by ClickHouse as the same text, also as a token's filter", async () => {
    const { url, token } = audit.server;
    const nasty = ["", "'", "\\", "\\'", "' OR 1 OR '", "\0", "\n", "’", "*/ -- #", "{{1}}", "$x$"];
    const names = [...nasty, ...fc.sample(fc.string({ unit: hostileUnit, maxLength: 40 }), 300)];
    const read = async (literals: readonly string[]) => {
      const answer = await fetch(`${url}/v0/sql`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: `SELECT [${literals.join(", ")}] AS texts FORMAT JSON`,
      });
      // Safe: as it was asked.
      return ((await answer.json()) as { data: [{ texts: string[] }] }).data[0].texts;
    };
    expect(await read(names.map(stringLiteral))).toEqual(names);
    const some = names.slice(0, 40);
    const filters = [];
    for (const [index, name] of some.entries()) {
      const filter = `workspace_id = ${stringLiteral(name)}`;
      const scope = { type: "DATASOURCES:READ", resource: "audit_log", filter } as const;
      const { scopes } = await makeToken({ url, token }, { name: `odd ${index}`, scopes: [scope] });
      filters.push(scopes[0]?.filter.replace(/^workspace_id = /, "") ?? "");
    }
    expect(await read(filters)).toEqual(some);
  });
});

describe("audit token", () => {
  test("is among the commands, and names its own", async () => {
    expect((await audit.run(["--help"])).stdout).toMatch(/^ {2}token\b/m);
    const alone = await audit.run(["token"]);
    expect(alone).toMatchObject({ code: 2, stdout: "" });
    for (const name of ["create", "jwt"]) expect(alone.stderr).toContain(`  ${name} [options]`);
    expect(await audit.run(["token", "crate"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("audit token create", () => {
  const words = (line: string) => ["token", "create", ...line.split(" ")];

  test("answers as Tinybird's API does, one filter for each data source", async () => {
    const { code, stdout, stderr } = await audit.run(
      words("json --workspace ws_1 --pipe api_totals --json"),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const tables = [
      "audit_log",
      "enriched_events_mv",
      "events_per_min_mv",
      "kafka_audit_log",
      "snapshots",
      "workspaces",
    ];
    const answer = JSON.parse(stdout);
    expect(answer).toEqual({
      token: expect.stringMatching(/^tb_/),
      scopes: [
        { type: "PIPES:READ", resource: "api_totals", filter: "" },
        ...tables.map((resource) => ({
          type: "DATASOURCES:READ",
          resource,
          filter: "workspace_id = 'ws_1'",
        })),
      ],
      name: "json",
    });
    expect(Object.keys(answer)).toEqual(["token", "scopes", "name"]);
  });

  test("prints the token alone, and says beside it what it reads", async () => {
    const { stdout, stderr } = await audit.run(words("text --workspace ws_1 --pipe api_totals"));
    expect(stdout).toMatch(/^tb_\S+\n$/);
    expect(stderr).toContain('rows of workspace "ws_1" alone');
    expect(stderr).not.toContain(stdout.trim());
    expect(await ask("api_totals", stdout.trim(), {})).toEqual([
      { total_events: tenantQuestions.api_totals?.[0]?.expected(seenBy(all, ["ws_1"])) },
    ]);
  });

  test("has an example that runs", async () => {
    const { stdout } = await audit.run(["token", "create", "--help"]);
    const example = /^ {2}\$ audit (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(await audit.run(example)).toMatchObject({ code: 0 });
  });

  test("makes nothing in a dry run", async () => {
    const dry = await audit.run(words("dry --workspace a'b --pipe api_totals --dry-run"));
    expect(dry.stdout).toContain("PIPES:READ:api_totals\n");
    expect(dry.stdout).toContain("DATASOURCES:READ:audit_log:workspace_id = 'a\\x27b'\n");
    const json = await audit.run(words("dry --workspace w --pipe api_totals --dry-run --json"));
    expect(Object.keys(JSON.parse(json.stdout))).toEqual(["scopes", "name"]);
    const after = await audit.run(words("dry --workspace w --pipe api_totals"));
    expect(after.code).toBe(0);
  });

  test("keeps the meaning of a raw filter, with a warning", async () => {
    const raw = [...words("raw --pipe api_totals --json"), "--datasource"];
    const { stdout, stderr } = await audit.run([...raw, "audit_log:workspace_id='ws_1'"]);
    expect(stderr).toContain("Warning: a filter holds for its own data source alone");
    expect(stderr).toContain("without a filter it reads events_per_min_mv (by api_totals)");
    const { token, scopes } = JSON.parse(stdout);
    expect(scopes).toHaveLength(2);
    expect(await ask("api_totals", token, {})).toEqual([
      { total_events: tenantQuestions.api_totals?.[0]?.expected(all) },
    ]);
  });

  test.concurrent.each([
    ["x --pipe api_totals", 2, "--workspace"],
    ["x --workspace w", 2, "--pipe"],
    ["x --workspace w --pipe api_total", 2, "Did you mean api_totals"],
    ["x --workspace w --pipe mat_events_per_min", 2, "must be an endpoint"],
    [
      "x --workspace w --pipe api_totals --datasource audit_log:1",
      2,
      "--datasource with --workspace",
    ],
    ["x --datasource audt_log:1", 2, "Did you mean audit_log?"],
    ["x --datasource audit_log:nothing=1", 1, "nothing"],
    ["tenant_0 --workspace w --pipe api_totals", 1, "there is one of this name"],
    ["x --workspace w --pipe api_totals --json --ndjson", 2, "--json and --ndjson"],
    ["--workspace w --pipe api_totals", 2, "missing required argument"],
    ["x --workspce w", 2, "Did you mean --workspace"],
  ])("refuses %j", async (line, code, says) => {
    const ran = await audit.run(words(line));
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(ran.stderr).toContain(says);
  });

  test("needs the administrator's token, and shows no token in an error", async () => {
    for (const token of ["p.nobody-knows-this-one", audit.server.tokens.audit_ui ?? ""]) {
      const line = words("x --workspace w --pipe api_totals");
      const ran = await audit.run(line, { env: { AUDIT_TOKEN: token } });
      expect(ran).toMatchObject({ code: 1, stdout: "" });
      expect(ran.stderr).toContain("must be the administrator's");
      expect(ran.stderr).not.toContain(token);
    }
    const env = { AUDIT_URL: "", AUDIT_TOKEN: "" };
    expect((await audit.run(words("x --workspace w --pipe p"), { env })).code).toBe(2);
  });

  test("deletes a token again whose filters a server left out", async () => {
    const asked: string[] = [];
    const forgetful = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const scopes = [{ type: "DATASOURCES:READ", resource: "audit_log" }];
      response.end(JSON.stringify({ token: "too-much", scopes, name: "x" }));
    });
    await new Promise<void>((resolve) => forgetful.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void forgetful.close());
    // Safe: it listens on a port.
    const url = `http://127.0.0.1:${(forgetful.address() as AddressInfo).port}`;
    const scope = { type: "DATASOURCES:READ", resource: "audit_log", filter: "1" } as const;
    const making = makeToken({ url, token: "t" }, { name: "x", scopes: [scope] });
    await expect(making).rejects.toThrow("must have the filter of audit_log");
    expect(asked).toEqual(["POST /v0/tokens/", "DELETE /v0/tokens/x"]);
  });
});

describe("audit token jwt", () => {
  const words = (line: string) => ["token", "jwt", ...line.split(" ")];

  test("signs what the server trusts, for as long as it is asked to", async () => {
    const line =
      "web --workspace ws_1 --pipe api_audit_log --pipe api_totals --ttl 15m --limit-rps 5";
    const before = Math.floor(Date.now() / 1000) + 900;
    const { code, stdout, stderr } = await audit.run(words(`${line} --json`), withWorkspace());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { token, ...rest } = JSON.parse(stdout);
    const { exp = 0, ...claims } = decodeJwt(token);
    const fixed_params = { workspace_id: "ws_1" };
    const scopes = ["api_audit_log", "api_totals"].map((resource) => ({
      type: "PIPES:READ",
      resource,
      fixed_params,
    }));
    const workspace_id = audit.server.workspace;
    expect(claims).toEqual({ workspace_id, name: "web", scopes, limits: { rps: 5 } });
    expect(rest).toEqual({ scopes, name: "web", expires: exp * 1000, rps: 5 });
    expect(exp - before).toBeGreaterThanOrEqual(0);
    expect(exp - before).toBeLessThan(60);
  });

  test("has an example that runs, and prints the token alone", async () => {
    const { stdout } = await audit.run(["token", "jwt", "--help"]);
    const example = /^ {2}\$ audit (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    const ran = await audit.run(example, withWorkspace());
    expect(ran.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(ran.stderr).toContain('for workspace "ws_1", until 20');
    expect(ran.stderr).not.toContain(ran.stdout.trim());
  });

  test("takes the key and Tinybird's workspace from .env", async () => {
    const { token, workspace } = audit.server;
    const lines = [`AUDIT_SIGNING_KEY=${token}`, `AUDIT_TINYBIRD_WORKSPACE=${workspace}`];
    await writeFile(join(audit.folder, ".env"), lines.join("\n"));
    onTestFinished(() => writeFile(join(audit.folder, ".env"), ""));
    const env = { AUDIT_TOKEN: audit.server.tokens.audit_ui ?? "" };
    const ran = await audit.run(words("x --workspace ws_1 --pipe api_totals"), { env });
    expect(ran).toMatchObject({ code: 0 });
  });

  test.concurrent.each<[string, string]>([
    ["x --pipe api_totals", "--workspace"],
    ["x --workspace w", "--pipe"],
    ["x --workspace w --pipe api_totals --ttl 1", "from 1 second to 30 days"],
    ["x --workspace w --pipe api_totals --ttl 31d", "from 1 second to 30 days"],
    ["x --workspace w --pipe api_totals --limit-rps 0", "at least 1"],
    ["x --workspace w --pipe api_totls", "Did you mean api_totals"],
    ...isOfAll.map(
      (pipe) =>
        [`x --workspace w --pipe ${pipe}`, "parameter workspace_id"] satisfies [string, string],
    ),
  ])("refuses %j", async (line, says) => {
    const ran = await audit.run(words(line), withWorkspace());
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(says);
  });

  test("prints no token that the server does not trust", async () => {
    const line = words("x --workspace w --pipe api_totals");
    for (const env of [
      { ...withWorkspace().env, AUDIT_SIGNING_KEY: "another-key-than-the-server's" },
      { AUDIT_TINYBIRD_WORKSPACE: "another-workspace" },
    ]) {
      const ran = await audit.run(line, { env });
      expect(ran).toMatchObject({ code: 1, stdout: "" });
      expect(ran.stderr).toContain("AUDIT_TINYBIRD_WORKSPACE");
      expect(ran.stderr).not.toMatch(/another-key|eyJ/);
    }
    expect(await audit.run(line)).toMatchObject({ code: 2, stdout: "" });
  });
});
