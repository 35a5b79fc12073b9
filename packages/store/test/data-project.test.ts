import { readdir, readFile } from "node:fs/promises";
import { catalog, createWriter } from "@audit/events";
import { parsePipe, templateParameters } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyticsPipes } from "../src/analytics/analytics.ts";
import { completenessPipe } from "../src/completeness/tinybird-completeness-source.ts";
import { dataProject } from "../src/data-project.ts";
import { encodeRow, rowColumns } from "../src/row.ts";
import { tailPipes } from "../src/tail/tinybird-tail-source.ts";
import { TinybirdEventStore } from "../src/tinybird-event-store.ts";
import type { Transport } from "../src/transport.ts";
import { type Embedded, project, startEmbedded } from "./embedded.ts";

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

/** What the store sends to each pipe, written down by a transport as it is asked. */
const sent: Record<string, Record<string, string | number>> = {};

const recording: Transport = {
  async ingest() {
    return { successfulRows: 0, quarantinedRows: 1 };
  },
  async query(pipe, parameters) {
    sent[pipe] = { ...sent[pipe], ...parameters };
    const row = { id: "monitor:1", uid: "u", action: "monitor.delete", exact_timestamp: "1" };
    const place = { version: 1, timestamp: 1, recorded_at: 1, sequence: 1, previous: 0 };
    const texts = { metadata: "{}", actor: "{}", targets: "[]", context: "{}", outcome: "success" };
    const rest = { workspace_id: "", correlation_id: "", causation_id: "", writer: "w" };
    const full = [
      { ...row, ...place, ...texts, ...rest },
      { ...row, ...place, ...texts, ...rest, uid: "v" },
    ];
    if (pipe === tailPipes.count) return [{ asked_at: 1e15, stretches: [0], deliveries: [1] }];
    if (pipe === completenessPipe) return [{ ...counted, asked_at: 1 }];
    if (pipe === tailPipes.page) return full.map((tailed) => ({ ...tailed, asked_at: 1 }));
    return "after_uid" in parameters || pipe === dataProject.quarantine ? [] : full;
  },
};

/** One number is missing, so that the store looks for it outside of the window. */
const counted = {
  writers_count: 0,
  totals: [0, 0, 0, 0, 1, 0, 0],
  writers: [],
  unnumbered: 0,
  quarantined_rows: 0,
  newest_recorded_at: 0,
};

async function takeAll(events: AsyncIterable<object>): Promise<void> {
  for await (const event of events) expect(event).toBeDefined();
}

beforeAll(async () => {
  const store = new TinybirdEventStore({ transport: recording, pageSize: 2 });
  const bounds = { from: 1, to: 2, knownAt: 2, recordedAfter: 1 };
  const range = { ...bounds, actions: ["monitor.delete"] } as const;
  for (const events of [
    store.read("monitor:1", { ...range, direction: "backward" }),
    store.readMany(["monitor:1"], range),
    store.readAll(range),
  ])
    await takeAll(events);
  const { knownAt: _, recordedAfter: __, ...times } = range;
  const filters = { actorId: "a", target: "t:1", correlationId: "c", outcome: "denied" } as const;
  await store.search({ ...times, ...filters, text: '"', order: "oldest" });
  await store.completeness();
  const { actions } = range;
  for (const after of [0, undefined]) {
    // One row on, and the first page asks for another one, which is refused as it does not come after it.
    const tail = store.tail({ actions, after });
    await expect(takeAll(tail)).rejects.toMatchObject({ code: "unexpected_answer" });
  }
  const draft = { id: "monitor:1", action: "monitor.delete", metadata: {} } as const;
  await expect(store.append(draft)).rejects.toMatchObject({ code: "quarantined" });
});

// Written out: tests are made from it before anything was sent.
const { datasource: _, ...endpoints } = dataProject;
const pipes = [...Object.values(endpoints), ...Object.values(tailPipes), completenessPipe];

const filters = ["actions", "actor_id", "target", "correlation_id", "outcome", "texts"];
const places = ["after_recorded_at", "after_id", "after_timestamp", "after_uid"];
// What a default would answer with other events than were asked for.
const identities = ["workspace_id", "event_id", "ids", "uids", ...places, ...filters];

async function ask(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${embedded.server.url}${path}`, {
    headers: { Authorization: `Bearer ${embedded.server.token}` },
  });
  // Safe: every answer of the API is a JSON object.
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe("the data project", () => {
  test("has the pipes that the store reads, and no others", async () => {
    const files = await readdir(`${project}/endpoints`);
    // Snapshots are another package's; the dashboard's have a test of their own.
    const others = ["endpoint_snapshot", ...Object.values(analyticsPipes)];
    const own = files
      .map((file) => file.replace(".pipe", ""))
      .filter((pipe) => !others.includes(pipe));
    expect(own.sort()).toEqual([...pipes].sort());
    expect(Object.keys(sent).sort()).toEqual([...pipes].sort());
  });

  test.each(pipes)("%s takes exactly the parameters that the store sends", async (name) => {
    const file = `${project}/endpoints/${name}.pipe`;
    const { nodes } = parsePipe(await readFile(file, "utf8"), file);
    const parameters = nodes.flatMap(({ sql }) => templateParameters(sql));
    expect([...new Set(parameters.map((parameter) => parameter.name))].sort()).toEqual(
      Object.keys(sent[name] ?? {}).sort(),
    );
    const identity = parameters.filter((parameter) => identities.includes(parameter.name));
    // A writer's numbers run over all workspaces, so this one asks for none.
    expect(identity.length > 0).toBe(name !== completenessPipe);
    for (const parameter of identity) expect(parameter).not.toHaveProperty("default");
  });

  test.each([
    [dataProject.stream, []],
    [dataProject.streams, []],
    [dataProject.search, []],
    [tailPipes.page, ["asked_at"]],
    [tailPipes.before, []],
  ])("%s gives exactly the columns that the store decodes", async (name, others) => {
    const parameters = Object.entries(sent[name] ?? {}).map(([key, value]): [string, string] => [
      key,
      `${value}`,
    ]);
    const { body } = await ask(`/v0/pipes/${name}.json?${new URLSearchParams(parameters)}`);
    // Safe: the shape that the wire test of the embedded server holds.
    const meta = body.meta as { name: string }[];
    expect(meta.map((column) => column.name).sort()).toEqual(
      [...rowColumns, "exact_timestamp", ...others].sort(),
    );
  });

  test.each(["workspace_id", "event_id"])("refuses to answer without %s", async (missing) => {
    const all: Record<string, string> = { workspace_id: "", event_id: "monitor:1" };
    const { [missing]: _, ...rest } = all;
    const { status, body } = await ask(
      `/v0/pipes/${dataProject.stream}.json?${new URLSearchParams(rest)}`,
    );
    expect(status).toBe(400);
    expect(body.error).toContain("Required parameter is not defined");
  });

  test("has a column for every field of a row, by the same JSON path, and no Nullable", async () => {
    const draft = { id: "monitor:1", action: "monitor.delete", metadata: {} };
    const [event] = createWriter(catalog).complete([
      { ...draft, correlationId: "c", causationId: "c" },
    ]);
    const { body } = await ask("/v0/datasources");
    // Safe: as above.
    const datasources = body.datasources as {
      name: string;
      columns: { name: string; type: string; jsonpath: string }[];
    }[];
    const columns = datasources.find(({ name }) => name === dataProject.datasource)?.columns ?? [];
    for (const field of Object.keys(event ? encodeRow(event) : {}))
      expect(columns).toContainEqual(
        expect.objectContaining({ name: field, jsonpath: `$.${field}` }),
      );
    expect(columns.filter(({ type }) => type.includes("Nullable"))).toEqual([]);
  });

  test("gives a target's key for search, also where the type is called name", async () => {
    const row = { id: "monitor:keys", action: "monitor.delete", timestamp: 1_750_000_000_000 };
    await embedded.post({
      ...row,
      targets: '[{"id":"1","type":"monitor"},{"id":"7","name":"page"}]',
    });
    const q = "SELECT target_keys FROM audit_log WHERE id = 'monitor:keys' FORMAT JSON";
    const { body } = await ask(`/v0/sql?${new URLSearchParams({ q })}`);
    expect(body.data).toEqual([{ target_keys: ["monitor:1", "page:7"] }]);
  });
});
