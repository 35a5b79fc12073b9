import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

const datasource = (columns: string, partition = "") =>
  `SCHEMA >\n    ${columns}\n\nENGINE "MergeTree"\n${partition}ENGINE_SORTING_KEY "id"\n`;

/** A data source, partitioned by year, whose view cannot take a row with "bad" in it. */
async function withFailingView() {
  const project = await temporaryProject({
    "facts.datasource": datasource(
      "`id` String `json:$.id`,\n    `year` UInt16 `json:$.year`",
      'ENGINE_PARTITION_KEY "year"\n',
    ),
    "copies.datasource": datasource("`id` String,\n    `year` UInt16"),
    "copy.pipe":
      "NODE n\nSQL >\n    SELECT id, year, throwIf(id = 'bad') AS failed FROM facts\n\nNODE m\nSQL >\n    SELECT id, year FROM n WHERE failed = 0\n\nTYPE materialized\nDATASOURCE copies\n",
  });
  const tinybird = await startTinybird({ project });
  onTestFinished(() => tinybird.stop());
  return client(tinybird);
}

describe("ingestRows", () => {
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
});
