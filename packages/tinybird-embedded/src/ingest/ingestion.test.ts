import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { removeAfterEnd } from "../child/remove-after-end.ts";
import { Journal } from "../durability/journal.ts";
import { Engine } from "../engine/engine.ts";
import { readProject } from "../project/read-project.ts";
import { startTinybird } from "../start-tinybird.ts";
import type { LogRecord, TableRows } from "../write-ahead-log/log-record.ts";
import { LogWriter } from "../write-ahead-log/log-writer.ts";
import { planIngest } from "./ingest-plan.ts";
import { Ingestion } from "./ingestion.ts";

const datasource = (columns: string, partition = "") =>
  `SCHEMA >\n    ${columns}\n\nENGINE "MergeTree"\n${partition}ENGINE_SORTING_KEY "id"\n`;

async function serve(files: Readonly<Record<string, string>>) {
  const project = await temporaryProject(files);
  const tinybird = await startTinybird({ project, partitionsPerInsert: 3, logLevel: "silent" });
  onTestFinished(() => tinybird.stop());
  return client(tinybird);
}

/** A data source, partitioned by year, whose view cannot take a row with "bad" in it. */
function withFailingView() {
  return serve({
    "facts.datasource": datasource(
      "`id` String `json:$.id`,\n    `year` UInt16 `json:$.year`",
      'ENGINE_PARTITION_KEY "year"\n',
    ),
    "copies.datasource": datasource("`id` String,\n    `year` UInt16"),
    "copy.pipe":
      "NODE n\nSQL >\n    SELECT id, year, throwIf(id = 'bad') AS failed FROM facts\n\nNODE m\nSQL >\n    SELECT id, year FROM n WHERE failed = 0\n\nTYPE materialized\nDATASOURCE copies\n",
  });
}

let engine: Promise<Engine> | undefined;

/** Takes rows into a log of its own, and keeps what would go into the store. */
async function openIngestion({
  waitingBytes,
  columns = "`id` String `json:$.id`",
}: {
  readonly waitingBytes: number;
  readonly columns?: string;
}) {
  engine ??= openEngine();
  const project = await readProject(
    await temporaryProject({ "facts.datasource": datasource(columns) }),
  );
  const [facts] = project.datasources;
  if (facts === undefined) throw new Error("it has one data source");
  const plan = planIngest(facts, false);
  const directory = await temporaryDirectory();
  const options = { directory, id: "log", last: 0, tail: undefined, applied: () => 0 };
  const writer = await LogWriter.open(options);
  onTestFinished(async () => void (await writer.rotate()));
  const parts: TableRows[] = [];
  const apply = async ({ change }: LogRecord) => {
    if (change.kind === "insert") parts.push(...change.parts);
    return {};
  };
  const journal = new Journal(
    { directory, writer, apply, stalled: () => undefined, reservedBytes: 0, retryMilliseconds: 1 },
    0,
  );
  const ingestion = new Ingestion(await engine, journal, { partitions: 100, waitingBytes });
  const insertedLines = (table: string): string[] =>
    parts
      .filter((part) => part.table === table)
      .flatMap(({ lines }) => lines.toString("utf8").split("\n").filter(Boolean));
  const inserted = (table: string): { id: string }[] =>
    insertedLines(table).map((line) => JSON.parse(line));
  const append = async (body: string) => (await ingestion.append(plan, body)).applied;
  return { append, inserted, insertedLines };
}

async function openEngine(): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), "tinybird-embedded-ingestion-"));
  // It goes with the process, as chDB has threads in it up to then.
  removeAfterEnd(directory, process.ppid);
  return Engine.open(directory, { reads: 1, queuedReads: 0 });
}

describe("Ingestion", () => {
  test("takes the rows of one request into as many partitions as allowed, and no more", async () => {
    const api = await serve({
      "facts.datasource": datasource(
        "`id` String `json:$.id`,\n    `year` UInt16 `json:$.year`",
        'ENGINE_PARTITION_KEY "year"\n',
      ),
    });
    const rows = (years: number) =>
      Array.from({ length: years * 2 }, (_, row) =>
        JSON.stringify({ id: `${years} ${row}`, year: 2000 + (row % years) }),
      ).join("\n");
    expect(await api.append("facts", rows(3))).toMatchObject({ status: 200 });
    const refused = await api.append("facts", `${rows(4)}\n{"id":"misfit","year":-1}`);
    expect(refused.status).toBe(400);
    expect(refused.json.error).toContain("at most 3 partitions: current value is 4");
    expect(await api.rows("SELECT count() AS rows FROM facts")).toEqual([{ rows: 6 }]);
    expect(await api.rows("SELECT id FROM facts_quarantine")).toEqual([]);
  });

  test("takes requests that come together, each for itself", async () => {
    const api = await serve({
      "facts.datasource": datasource(
        "`id` String `json:$.id`,\n    `n` UInt8 `json:$.n` DEFAULT throwIf(id = 'bad') + 7",
      ),
    });
    const ids = Array.from({ length: 60 }, (_, place) =>
      place % 10 === 3 ? "bad" : `id ${place}`,
    );
    const answers = await Promise.all(
      ids.map((id) => api.append("facts", `{"id":"${id}"}\n{"id":"${id}","n":"x"}`)),
    );
    for (const [place, { status, json }] of answers.entries()) {
      if (ids[place] === "bad") expect(status).toBe(422);
      else
        expect({ status, json }).toEqual({
          status: 200,
          json: { successful_rows: 1, quarantined_rows: 1 },
        });
    }
    const good = ids.filter((id) => id !== "bad");
    expect(await api.rows("SELECT id, n FROM facts ORDER BY id")).toEqual(
      good.toSorted().map((id) => ({ id, n: 7 })),
    );
    expect(await api.rows("SELECT count() AS rows FROM facts_quarantine")).toEqual([
      { rows: good.length },
    ]);
  });

  test("rejects when a view cannot take the rows, which the data source and its quarantine have", async () => {
    const api = await withFailingView();
    const body = '{"id":"good","year":2023}\n{"id":"bad","year":2024}\n{"id":"misfit","year":-1}';
    expect(await api.append("facts", body)).toMatchObject({ status: 422 });
    expect(await api.rows("SELECT id FROM facts ORDER BY id")).toEqual([
      { id: "bad" },
      { id: "good" },
    ]);
    expect(await api.rows("SELECT id FROM facts_quarantine")).toEqual([{ id: "misfit" }]);
    expect(await api.rows("SELECT id FROM copies")).toEqual([]);
  });

  test("refuses what waits past its limit, lines that are no rows counted", async () => {
    const { append, inserted } = await openIngestion({ waitingBytes: 100 });
    const first = append(`{"id":"first"}\n${"x".repeat(90)}`);
    await expect(append('{"id":"second"}')).rejects.toMatchObject({ status: 503 });
    await first;
    await append('{"id":"third"}');
    expect(inserted("facts").map(({ id }) => id)).toEqual(["first", "third"]);
  });

  test("logs the requests of a data source in the order of the calls, however long one takes", async () => {
    const { append, inserted } = await openIngestion({ waitingBytes: 100_000_000 });
    const long = append('{"id":"long"}\n'.repeat(50_000));
    const broken = append("none");
    const short = append('{"id":"short"}');
    await expect(broken).rejects.toMatchObject({ status: 400 });
    await Promise.all([long, short]);
    const ids = inserted("facts").map(({ id }) => id);
    expect(ids).toHaveLength(50_001);
    expect(ids.at(-1)).toBe("short");
  });

  // Many are read from a file, few are a parameter.
  test.each([2, 5_000])(
    "keeps the text of %i rows, and adds what they leave to a DEFAULT",
    async (count) => {
      const columns = `
      \`id\` String \`json:$.id\`,
      \`size\` Int64 \`json:$.size\` DEFAULT 2 * letters,
      \`letters\` Int64 \`json:$.letters\` DEFAULT lengthUTF8(id)`;
      const { append, insertedLines } = await openIngestion({ waitingBytes: 1e8, columns });
      const rows = Array.from({ length: count / 2 }, (_, row) => [
        [
          `{ "id" : "${row} é" }`,
          `,"size":${2 * `${row} é`.length},"letters":${`${row} é`.length}}`,
        ],
        [`{"size":1,"id":"\\/"}`, `,"letters":1}`],
      ]).flat();
      await append(rows.map(([sent]) => sent).join("\n"));
      expect(insertedLines("facts")).toEqual(
        rows.map(([sent, added]) => `${sent?.slice(0, -1)}${added}`),
      );
    },
  );
});

describe("a body of complete rows", () => {
  const files = {
    "facts.datasource": datasource(
      "`id` String `json:$.id`,\n    `size` UInt8 `json:$.size`,\n    `at` Int64 `json:$.at`",
      'ENGINE_PARTITION_KEY "toYear(fromUnixTimestamp64Milli(at))"\n',
    ),
  };
  const rows = Array.from({ length: 10_000 }, (_, at) =>
    JSON.stringify({ id: `${at}`, size: 1, at }),
  );

  test("is stored as sent, and with one bad row in it keeps out this one alone", async () => {
    const api = await serve(files);
    await api.append("facts", rows.join("\n"));
    const bad = '{"id":"bad","size":256,"at":0}';
    const answer = await api.request("/v0/events?name=facts&wait=true", {
      method: "POST",
      body: [...rows.slice(0, 5_000), bad, ...rows.slice(5_000)].join("\n"),
    });
    expect(answer.json).toEqual({ successful_rows: 10_000, quarantined_rows: 1 });
    const sums = "toUInt32(count()) AS n, toUInt32(uniqExact(id)) AS ids, toUInt32(sum(at)) AS at";
    expect(await api.rows(`SELECT ${sums} FROM facts`)).toEqual([
      { n: 20_000, ids: 10_000, at: 99_990_000 },
    ]);
    expect(await api.rows("SELECT id, size, c__error FROM facts_quarantine")).toEqual([
      { id: "bad", size: "256", c__error: ["value '256' on column 'size' is not UInt8"] },
    ]);
  });

  test("is refused when it falls into too many partitions", async () => {
    const api = await serve(files);
    const years = [0, 1, 2, 3].map((year) => ({ id: "a", size: 1, at: year * 31_622_400_000 }));
    const body = years.map((each) => JSON.stringify(each)).join("\n");
    const answer = await api.request("/v0/events?name=facts&wait=true", { method: "POST", body });
    expect(answer.status).toBe(400);
  });
});
