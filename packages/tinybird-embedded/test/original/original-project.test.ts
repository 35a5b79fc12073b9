/**
 * Tinybird's public demo of an audit log, https://github.com/tinybirdco/demo-audit-log, as it is: its three branches
 * deploy unchanged, and answer what is counted here. Its files are not ours to keep, so they come from a folder:
 *
 *   git clone https://github.com/tinybirdco/demo-audit-log original/main
 *   git -C original/main worktree add ../demo-audit-log-DM origin/demo-audit-log-DM
 *   git -C original/main worktree add ../live-coding-session origin/live-coding-session
 *   AUDIT_ORIGINAL=$PWD/original npx vitest run packages/tinybird-embedded/test/original
 *
 * Without AUDIT_ORIGINAL it is skipped, aloud; the part with Kafka needs kcat, too. What of the construction holds
 * without that folder: `packages/store/test/kafka-landing.test.ts` and `workspace-token.test.ts`.
 */
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startTinybird } from "../../src/start-tinybird.ts";
import { hasBroker, startBroker } from "../broker.ts";
import { client } from "../client.ts";
import { temporaryDirectory } from "../temporary-directory.ts";
import { type Asked, companies, logRows, perCompany, perMinute, sentences } from "./answers.ts";
import { originalEvents } from "./original-events.ts";

const { AUDIT_ORIGINAL } = process.env;
const root = resolve(process.env.INIT_CWD ?? process.cwd(), AUDIT_ORIGINAL ?? "");
const isThere = AUDIT_ORIGINAL !== undefined && existsSync(join(root, "main"));
if (!isThere) {
  const why =
    AUDIT_ORIGINAL === undefined ? "AUDIT_ORIGINAL is not set" : `${root}/main is not there`;
  console.warn(`SKIPPED: Tinybird's demo-audit-log on this engine: ${why}`);
}

const begin = Date.parse("2026-03-02T09:00:00Z");
const events = originalEvents(2026, 1000, begin);
const window = { start_date: "2026-03-02 10:00:00", end_date: "2026-03-02 10:29:59" };
const of = (company: number) => events.filter(({ company_id }) => company_id === company);
const values = (names: Iterable<string>) => ["All", ...names].sort();

type Api = ReturnType<typeof client>;
type Rows = (pipe: string, asked?: Readonly<Record<string, string>>) => Promise<unknown[]>;

/** Starts a server of its own on a branch, with what the README says beside the files. */
async function startBranch(branch: string, project = join(root, branch)) {
  const server = await startTinybird({ project });
  onTestFinished(() => server.stop());
  const api = client(server);
  // As `tb push --fixtures` sends it.
  const csv = await readFile(join(root, branch, "datasources/fixtures/companies.csv"));
  const form = new FormData();
  form.append("csv", new Blob([csv]));
  const path = "/v0/datasources?name=companies&mode=append&format=csv";
  const sent = await api.request(path, { method: "POST", body: form });
  expect(sent.json).toMatchObject({ successful_rows: 5, quarantined_rows: 0 });
  return { ...api, tokens: server.tokens, rowsOf: (token?: string) => rowsOf(api, token) };
}

function rowsOf(api: Api, token?: string): Rows {
  return async (pipe, asked = {}) => {
    const { status, text, json } = await api.pipe(pipe, asked, token);
    if (status !== 200) throw new Error(`${pipe}: ${text}`);
    return json.data;
  };
}

async function makeToken(api: Api, name: string, scopes: readonly string[]): Promise<string> {
  const body = new URLSearchParams({ name });
  for (const scope of scopes) body.append("scope", scope);
  const { status, text, json } = await api.request("/v0/tokens/", { method: "POST", body });
  expect(status, text).toBe(200);
  return json.token;
}

/** Rows in an order of their own, for those that an endpoint gives in none. */
const unordered = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

const questions: readonly Asked[] = [
  {},
  { company_id: "3" },
  { event_exact: "file_updated", page_size: "7" },
  { page: "2", page_size: "30", event_exact: "All" },
  { ...window, company_id: "2" },
];

describe.skipIf(!isThere).each(["main", "demo-audit-log-DM"])("the branch %s", (branch) => {
  const pipes = ["api_audit_log_enriched", "api_audit_log_params", "api_count_per_type"];
  const more: readonly Asked[] = [
    ...questions,
    { company_id: "All", event_like: "older_c" },
    { event_like: "_deleted", event_exact: "user_created" },
    { start_date: "2026-03-02 11:30:00" },
    { end_date: "2026-03-02 09:10:00" },
  ];

  async function start() {
    const api = await startBranch(branch);
    // By requests of as many events as the generator sends.
    for (let from = 0; from < events.length; from += 87) {
      const lines = events.slice(from, from + 87).map((event) => JSON.stringify(event));
      const sent = await api.append("audit_log_hfi", lines.join("\n"));
      expect(sent.json).toMatchObject({ successful_rows: lines.length, quarantined_rows: 0 });
    }
    return api;
  }

  /** Holds every endpoint against what the events say. */
  async function expectAnswers(rows: Rows, seen: typeof events) {
    for (const asked of more)
      expect(await rows("api_audit_log_params", { ...asked })).toEqual(logRows(seen, asked));
    for (const { event_exact: _, event_like: __, page: ___, page_size: ____, ...asked } of more)
      expect(await rows("api_count_per_type", asked)).toEqual(perMinute(seen, asked));
    const enriched = await rows("api_audit_log_enriched");
    expect(unordered(enriched)).toEqual(unordered(perCompany(seen)));
  }

  test("deploys unchanged, takes the generator's events, and counts them right", async () => {
    const api = await start();
    await expectAnswers(api.rowsOf(), events);
    const endpoints = pipes.map((pipe) => `PIPES:READ:${pipe}`);
    await expectAnswers(api.rowsOf(await makeToken(api, "endpoints_token", endpoints)), events);
  });

  test("gives the README's company token that company's rows, from every endpoint", async () => {
    const api = await start();
    const log = "PIPES:READ:api_audit_log_params";
    const filter = "DATASOURCES:READ:audit_log_hfi:company_id=";
    const asInReadme = await makeToken(api, "comp_1_token", [log, `${filter}1`]);
    const rows = api.rowsOf(asInReadme);
    for (const asked of more)
      expect(await rows("api_audit_log_params", { ...asked })).toEqual(logRows(of(1), asked));
    expect(await rows("api_audit_log_params", { company_id: "2" })).toEqual([]);
    for (const pipe of ["api_audit_log_enriched", "api_count_per_type"])
      expect((await api.pipe(pipe, {}, asInReadme)).status).toBe(403);

    const scopes = [...pipes.map((pipe) => `PIPES:READ:${pipe}`), `${filter}4`];
    await expectAnswers(api.rowsOf(await makeToken(api, "comp_4_token", scopes)), of(4));
  });
});

describe.skipIf(!isThere)("the branch live-coding-session", () => {
  const branch = "live-coding-session";
  const dashboard = ["api_audit_log", "api_totals", "api_ui_filters", "api_count_per_type"];

  /** The branch as it is, and the connection that its README makes by the command line. */
  async function start(brokers: string) {
    const project = join(await temporaryDirectory(), branch);
    await cp(join(root, branch), project, { recursive: true, dereference: true });
    const connection = `TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS ${brokers}\nKAFKA_SECURITY_PROTOCOL PLAINTEXT\n`;
    await writeFile(join(project, "demo_audit_log_connection.connection"), connection);
    return startBranch(branch, project);
  }

  /** Holds the dashboard's endpoints against what the events say. */
  async function expectAnswers(rows: Rows, seen: typeof events, known: readonly string[]) {
    for (const asked of questions)
      expect(await rows("api_audit_log", { ...asked })).toEqual(sentences(seen, asked));
    for (const asked of [{}, { company_id: "5" }, window, { ...window, company_id: "0" }])
      expect(await rows("api_count_per_type", asked)).toEqual(perMinute(seen, asked));
    expect(await rows("api_totals")).toEqual([{ total_events: seen.length }]);
    const kinds = new Set(seen.map(({ event }) => event));
    const kindRows = values(kinds).map((each) => ({ values: each }));
    expect(unordered(await rows("api_ui_filters", { filter: "events" }))).toEqual(
      unordered(kindRows),
    );
    const names = companies.filter(({ name }) => known.includes(name));
    expect(unordered(await rows("api_ui_filters", { filter: "companies" }))).toEqual(
      unordered([
        { values: "All", company_id: 0 },
        ...names.map(({ company_id, name }) => ({ values: name, company_id })),
      ]),
    );
  }

  async function expectAll(api: Awaited<ReturnType<typeof start>>) {
    const all = companies.map(({ name }) => name);
    await expectAnswers(api.rowsOf(), events, all);
    expect(unordered(await api.rowsOf()("events_per_company"))).toEqual(
      unordered(perCompany(events)),
    );
    for (const filter of [{}, { filter: "people" }])
      expect(await api.pipe("api_ui_filters", filter)).toMatchObject({ status: 400 });

    // The datafiles' own token, and the one that the README makes, read the dashboard.
    expect(Object.keys(api.tokens)).toContain("ui_token");
    await expectAnswers(api.rowsOf(api.tokens.ui_token), events, all);
    const endpoints = dashboard.map((pipe) => `PIPES:READ:${pipe}`);
    const whole = await makeToken(api, "endpoints_token", endpoints);
    await expectAnswers(api.rowsOf(whole), events, all);
    expect((await api.pipe("events_per_company", {}, whole)).status).toBe(403);
  }

  async function expectOwn(api: Awaited<ReturnType<typeof start>>) {
    const scopes = (company: number) => [
      ...dashboard.map((pipe) => `PIPES:READ:${pipe}`),
      `DATASOURCES:READ:kafka_audit_log:company_id=${company}`,
      `DATASOURCES:READ:companies:company_id=${company}`,
      `DATASOURCES:READ:enriched_events_mv:name in (select name from companies where company_id = ${company})`,
    ];
    const rollup = (company: number) =>
      `DATASOURCES:READ:events_per_min_mv:name in (select name from companies where company_id = ${company})`;

    // As the README has it: the scope of enriched_events_mv twice, and none of events_per_min_mv.
    const said = [...scopes(1), ...scopes(1).slice(-1)];
    const asInReadme = api.rowsOf(await makeToken(api, "company_1_token", said));
    expect(await asInReadme("api_audit_log")).toEqual(sentences(of(1), {}));
    expect(await asInReadme("api_totals")).toEqual([{ total_events: of(1).length }]);
    // So the rollup gives the rows of every company to it: a slip of the README, not a filter that leaks.
    expect(await asInReadme("api_count_per_type")).toEqual(perMinute(events, {}));

    // As it must be meant: with the second of the two for the other view.
    for (const { company_id, name } of companies.slice(0, 3)) {
      const all = [...scopes(company_id), rollup(company_id), "PIPES:READ:events_per_company"];
      const own = api.rowsOf(await makeToken(api, `company_${company_id}_all`, all));
      await expectAnswers(own, of(company_id), [name]);
      expect(await own("events_per_company")).toEqual(perCompany(of(company_id)));
      const other = { company_id: "4" };
      expect(await own("api_audit_log", other)).toEqual([]);
      expect(await own("api_count_per_type", other)).toEqual([]);
    }
  }

  test("answers right to what comes by the Events API, and a company sees its own", async () => {
    const api = await start("broker.invalid:9092");
    const sent = await api.append(
      "kafka_audit_log",
      events.map((event) => JSON.stringify(event)).join("\n"),
    );
    expect(sent.json).toMatchObject({ successful_rows: events.length, quarantined_rows: 0 });
    await expectAll(api);
    await expectOwn(api);
  });

  test.skipIf(!hasBroker)(
    "answers right to what comes by Kafka, and a company sees its own",
    { timeout: 120_000 },
    async () => {
      const broker = await startBroker();
      const api = await start(broker.address);
      await broker.send(
        "audit_log_demo",
        events.map((event) => ({ value: JSON.stringify(event) })),
      );
      const counts = `SELECT (SELECT count() FROM kafka_audit_log) AS log,
        (SELECT count() FROM enriched_events_mv) AS enriched,
        (SELECT sum(total_events) FROM events_per_min_mv) AS counted`;
      const n = events.length;
      await expect
        .poll(async () => (await api.sql(`${counts} FORMAT JSON`)).json.data, { timeout: 60_000 })
        .toEqual([{ log: n, enriched: n, counted: n }]);
      await expectAll(api);
      await expectOwn(api);
    },
  );
});
