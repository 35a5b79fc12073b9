import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

/** DEFAULTs that name columns, each other, all columns, and one that cuts a letter in two. */
const columns = `
    \`id\` String \`json:$.id\`,
    \`n\` Int64 \`json:$.n\` DEFAULT 7,
    \`label\` String \`json:$.label\` DEFAULT concat(id, '/', toString(twice)),
    \`twice\` Int64 \`json:$.twice\` DEFAULT 2 * n,
    \`cut\` String \`json:$.cut\` DEFAULT substring(id, 1, 1),
    \`tags\` Array(String) \`json:$.tags[:]\` DEFAULT [label, id]`;
const engine = `
ENGINE "MergeTree"
ENGINE_PARTITION_KEY "length(id) % 4"
ENGINE_SORTING_KEY "id"
`;

const row = fc.record(
  {
    id: fc.string({ unit: "grapheme" }),
    n: fc.maxSafeInteger(),
    label: fc.string(),
    twice: fc.maxSafeInteger(),
    cut: fc.string(),
    tags: fc.array(fc.string()),
  },
  { requiredKeys: ["id"] },
);

test("keeps the same of rows as they were sent as of rows that are written anew", async () => {
  const datasource = `SCHEMA >${columns}\n${engine}`;
  const project = await temporaryProject({
    "kept.datasource": datasource,
    "anew.datasource": datasource,
  });
  const tinybird = await startTinybird({ project, logLevel: "silent" });
  onTestFinished(() => tinybird.stop());
  const api = client(tinybird);
  const bodies = fc.sample(fc.array(row, { minLength: 1, maxLength: 40 }), 40);
  const one = [[{ id: "a" }], [{ id: "é" }]];
  for (const rows of [...one, ...bodies]) {
    const text = rows.map((each) => JSON.stringify(each)).join("\n");
    const sent = { json: { successful_rows: rows.length, quarantined_rows: 0 } };
    expect(await api.append("kept", text)).toMatchObject(sent);
    // No row with a tab between its members is certain to fit as it was sent.
    expect(await api.append("anew", text.replace("{", "{\t"))).toMatchObject(sent);
  }
  const select = "SELECT id, n, label, twice, hex(cut) AS cut, tags FROM";
  const [kept, anew] = await Promise.all(
    ["kept", "anew"].map((name) => api.rows(`${select} ${name} ORDER BY ALL`)),
  );
  expect(kept).toEqual(anew);
  expect(kept?.length).toBe([...one, ...bodies].flat().length);
});
