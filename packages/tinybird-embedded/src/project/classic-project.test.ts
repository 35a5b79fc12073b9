import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { classic } from "../../test/classic.ts";
import { client } from "../../test/client.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

describe("a project of Tinybird Classic", () => {
  let tinybird: Tinybird;
  beforeAll(async () => {
    vi.stubEnv("CLASSIC_TOPIC", "messages");
    tinybird = await startTinybird({ project: classic, ttl: false });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await tinybird?.stop();
  });

  test("takes rows and answers under names with a version and without", async () => {
    const { append, pipe, rows } = client(tinybird);
    const row = '{"id":"versioned","at":"2020-01-01 00:00:00","seconds":3}';
    for (const name of ["views", "views__v3"]) {
      expect((await append(name, row)).json).toEqual({ successful_rows: 1, quarantined_rows: 0 });
    }
    for (const name of ["views_of", "views_of__v2"]) {
      const answer = await pipe(name, { id: "versioned" });
      expect(answer.json.data).toEqual([{ id: "versioned", views: 2, seconds: 6 }]);
    }
    expect(await rows("SELECT count() AS n FROM views__v3 WHERE id = 'versioned'")).toEqual([
      { n: 2 },
    ]);
  });

  test("keeps rows past their TTL when there is none", async () => {
    const { append, rows } = client(tinybird);
    await append("views", '{"id":"old","at":"2001-01-01 00:00:00","seconds":1}');
    expect(await rows("SELECT id, day FROM views WHERE id = 'old'")).toEqual([
      { id: "old", day: "2001-01-01" },
    ]);
  });

  test("takes no text for the first moment there is, where a DEFAULT says so", async () => {
    const { append, rows } = client(tinybird);
    await append("views", '{"id":"timeless","seconds":1}');
    expect(await rows("SELECT toUnixTimestamp(at) AS at FROM views WHERE id = 'timeless'")).toEqual(
      [{ at: 0 }],
    );
  });

  test("makes the data source that only a materialized node's ENGINE says", async () => {
    const { json } = await client(tinybird).request("/v0/datasources/views_per_day_mv");
    expect(
      json.columns.map(({ name, type }: { name: string; type: string }) => [name, type]),
    ).toEqual([
      ["id", "String"],
      ["day", "Date"],
      ["views", "AggregateFunction(count)"],
      ["seconds", "AggregateFunction(sum, UInt32)"],
    ]);
  });

  test("reads what other workspaces share, and service data sources", async () => {
    const { pipe } = client(tinybird);
    expect((await pipe("orders_count")).json.data).toEqual([{ orders: 0, failed: 0 }]);
  });

  test("has what a Kafka connector would fill, and takes rows by the Events API", async () => {
    const { append, rows } = client(tinybird);
    await append("messages", '{"id":"a"}');
    expect(await rows("SELECT id, __topic, __offset, __headers FROM messages")).toEqual([
      { id: "a", __topic: "", __offset: 0, __headers: {} },
    ]);
  });

  test("lists resources once", async () => {
    const { json } = await client(tinybird).request("/v0/datasources");
    expect(json.datasources.map(({ name }: { name: string }) => name).sort()).toEqual([
      "messages",
      "orders",
      "views",
      "views_per_day_mv",
    ]);
  });

  test("tells what is ignored, with file and line", () => {
    expect(tinybird.warnings).toEqual([
      "datasources/messages.datasource:10: KAFKA_TARGET_PARTITIONS is ignored: nothing is consumed",
      "datasources/views.datasource:1: VERSION is ignored: resources have no versions; name__vN means this one, too",
      "pipes/views_of.pipe:1: VERSION is ignored: resources have no versions; name__vN means this one, too",
    ]);
  });

  test.each([
    ["SELECT count() FROM tinybird.pipe_stats_rt", 200],
    ["SELECT workspace_id FROM organization.jobs_log", 200],
    ["SELECT avgMerge(avg_duration_state) FROM tinybird.pipe_stats GROUP BY date", 200],
    ["SELECT 1 WHERE 'a' IN (SELECT pipe_name FROM `tinybird`.`endpoint_errors`)", 200],
    ["SELECT * FROM system.tables", 403],
    ["SELECT * FROM tinybird.tables", 403],
    ["SELECT * FROM tinybird.jobs_log.x", 400],
    ["SELECT * FROM merge('tinybird', '.*')", 403],
  ])("answers %s with %i", async (statement, status) => {
    expect((await client(tinybird).sql(statement)).status).toBe(status);
  });
});

describe("readProject", () => {
  test("names the line of a variable that is not set", async () => {
    await expect(startTinybird({ project: classic })).rejects.toMatchObject({
      code: "datafile_invalid",
      failure: {
        file: "datasources/messages.datasource",
        line: 8,
        reason: "Cannot read KAFKA_TOPIC as the environment variable CLASSIC_TOPIC must be set",
      },
    });
  });
});
