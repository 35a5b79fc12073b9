import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

const source = "SCHEMA >\n  `id` String `json:$.id`, `at` DEFAULT toDateTime(0), n DEFAULT 1\n";
const materialized = (sql: string, target: string, engine = "ENGINE MergeTree") =>
  `NODE made\nSQL >\n  ${sql}\nTYPE materialized\nDATASOURCE ${target}\n${engine}\n`;

async function start(files: Readonly<Record<string, string>>, data?: string) {
  const project = await temporaryProject(files);
  const tinybird = await startTinybird({ project, ...(data === undefined ? {} : { data }) });
  onTestFinished(() => tinybird.stop());
  return { ...client(tinybird), tinybird };
}

describe("completeProject", () => {
  test("gives columns the types of their DEFAULTs", async () => {
    const { append, rows } = await start({ "events.datasource": source });
    await append("events", '{"id":"a"}');
    expect(await rows("SELECT toTypeName(at) AS at, toTypeName(n) AS n, id FROM events")).toEqual([
      { at: "DateTime", n: "UInt8", id: "a" },
    ]);
  });

  test("makes targets that read one another, and keeps their rows over a restart", async () => {
    const files = {
      "events.datasource": source,
      // Its name comes first, and what it reads is made last.
      "a_second.pipe": materialized("SELECT id, total FROM firsts", "seconds"),
      "b_first.pipe": materialized(
        "SELECT id, sumState(toUInt64(n)) AS total FROM events GROUP BY id",
        "firsts",
        "ENGINE AggregatingMergeTree\nENGINE_SORTING_KEY id",
      ),
    };
    const data = await temporaryDirectory();
    const first = await start(files, data);
    await first.append("events", '{"id":"a"}\n{"id":"a"}');
    await first.tinybird.stop();
    const second = await start(files, data);
    await second.append("events", '{"id":"a"}');
    const total = "SELECT sumMerge(total) AS total FROM";
    expect(await second.rows(`${total} firsts`)).toEqual([{ total: 3 }]);
    expect(await second.rows(`${total} seconds`)).toEqual([{ total: 3 }]);
  });

  test("leaves a target to its datafile, and says so", async () => {
    const { tinybird } = await start({
      "events.datasource": source,
      "ids.datasource": "SCHEMA >\n  id String\n",
      "to_ids.pipe": materialized("SELECT id FROM events", "ids"),
    });
    expect(tinybird.warnings).toEqual([
      'to_ids.pipe:3: ENGINE is ignored: "ids" has a datafile of its own',
    ]);
  });

  test("names the node whose target cannot be made", async () => {
    const starting = start({
      "events.datasource": source,
      "to_ids.pipe": materialized("SELECT name FROM events", "ids"),
    });
    await expect(starting).rejects.toMatchObject({
      failure: { code: "datafile_invalid", file: "to_ids.pipe", line: 3 },
    });
  });
});

describe("requireCopyTargets", () => {
  test("names the copy whose target the project does not have", async () => {
    const copy = "NODE n\nSQL >\n  SELECT 1\nTYPE copy\nTARGET_DATASOURCE gone\n";
    await expect(start({ "c.pipe": copy })).rejects.toMatchObject({
      failure: {
        code: "datafile_invalid",
        file: "c.pipe",
        line: 3,
        reason: 'TARGET_DATASOURCE must name a data source of the project: current value is "gone"',
      },
    });
  });
});
