import { describe, expect, test } from "vitest";
import { datasource, deployLab } from "../../test/deploy-lab.ts";

const lab = deployLab();
const id = "`id` String `json:$.id`";
const n = "`n` Int32 `json:$.n`";

/** Deploys one definition, puts two rows into it, then deploys the other. */
async function change(before: string, after: string) {
  await lab.deploy({ "events.datasource": before });
  await lab.execute("INSERT INTO events (id, n) VALUES ('a', 1), ('b', 2)");
  const outcome = await lab.deploy({ "events.datasource": after });
  expect(outcome).toEqual({ changed: true, announced: 1 });
  expect(await lab.deploy({ "events.datasource": after })).toEqual({
    changed: false,
    announced: 0,
  });
}

const before = datasource(`${id}, ${n}`);

describe("alterations", () => {
  test.each([
    ["a DEFAULT", datasource(`${id}, ${n} DEFAULT 7`), "DEFAULT 7"],
    ["a codec", datasource(`${id}, ${n} CODEC(ZSTD(3))`), "CODEC(ZSTD(3))"],
    [
      "an index",
      datasource(`${id}, ${n}`, "\nINDEXES >\n    by_n n TYPE minmax GRANULARITY 1"),
      "INDEX by_n n",
    ],
    [
      "a setting",
      datasource(`${id}, ${n}`, 'ENGINE_SETTINGS "merge_max_block_size = 1024"'),
      "merge_max_block_size = 1024",
    ],
    ["a Nullable", datasource(`${id}, \`n\` Nullable(Int32) \`json:$.n\``), "Nullable(Int32)"],
  ])(
    "gives a table with rows %s, and takes it away if that loses nothing",
    async (_, after, text) => {
      await change(before, after);
      expect((await lab.statements())[0]).toContain(text);
      expect(await lab.rows("SELECT * FROM events ORDER BY id")).toEqual([
        { id: "a", n: 1 },
        { id: "b", n: 2 },
      ]);
      if (text.startsWith("Nullable")) return;
      await lab.deploy({ "events.datasource": before });
      expect((await lab.statements())[0]).not.toContain(text);
      expect(await lab.rows("SELECT sum(n) AS n FROM events")).toEqual([{ n: 3 }]);
    },
  );

  test("adds, changes and removes a TTL", async () => {
    const columns = `${id}, ${n}, \`t\` DateTime DEFAULT now()`;
    const year = (years: number) => datasource(columns, `ENGINE_TTL "t + INTERVAL ${years} YEAR"`);
    await change(datasource(columns), year(1));
    expect((await lab.statements())[0]).toContain("toIntervalYear(1)");
    await lab.deploy({ "events.datasource": year(2) });
    expect((await lab.statements())[0]).toContain("toIntervalYear(2)");
    await lab.deploy({ "events.datasource": datasource(columns) });
    expect((await lab.statements())[0]).not.toContain("toIntervalYear");
    expect(await lab.rows("SELECT count() AS n FROM events")).toEqual([{ n: 2 }]);
  });

  test("leaves the rows that are there as they are when a DEFAULT is new or changes", async () => {
    const defaults = (expression: string) =>
      datasource(`${id}, ${n}, \`made\` Nullable(String) \`json:$.made\`${expression}`);
    await change(before, defaults(""));
    await lab.deploy({ "events.datasource": defaults(" DEFAULT 'x'") });
    await lab.execute("INSERT INTO events (id, n) VALUES ('c', 3)");
    await lab.deploy({ "events.datasource": defaults(" DEFAULT 'y'") });
    await lab.execute("INSERT INTO events (id, n) VALUES ('d', 4)");
    expect(await lab.rows("SELECT id, made FROM events ORDER BY id")).toEqual([
      { id: "a", made: null },
      { id: "b", made: null },
      { id: "c", made: "x" },
      { id: "d", made: "y" },
    ]);
  });

  test("leaves what is there when a new DEFAULT has no value for a row", async () => {
    await lab.deploy({ "events.datasource": before });
    await lab.execute("INSERT INTO events (id, n) VALUES ('secret', 1)");
    const columns = `${id}, ${n}, \`m\` UInt8 DEFAULT toUInt8(id)`;
    const { error, announced, changed } = await lab.refuse({
      "events.datasource": datasource(columns),
    });
    expect({ announced, changed }).toEqual({ announced: 1, changed: false });
    expect(error.failure).toMatchObject({ code: "datafile_invalid", file: "events.datasource" });
    expect(error.message).toContain("DEFAULTs must have a value for every row");
    expect(error.message).not.toContain("secret");
    expect(await lab.deploy({ "events.datasource": before })).toEqual({
      changed: false,
      announced: 0,
    });
    expect(await lab.rows("SELECT id FROM events")).toEqual([{ id: "secret" }]);
  });

  test("says nothing to change in descriptions, tokens, tags and JSON paths", async () => {
    await lab.deploy({ "events.datasource": before });
    const other = `DESCRIPTION >\n    Other\n\nTOKEN reader READ\nTAGS "x"\n${datasource("`id` String `json:$.key`, `n` Int32 `json:$.m`")}`;
    expect(await lab.deploy({ "events.datasource": other })).toEqual({
      changed: false,
      announced: 0,
    });
  });

  test("changes nothing when its announcement is refused, or a process before it ended halfway", async () => {
    await lab.deploy({ "events.datasource": before });
    await lab.execute("INSERT INTO events (id, n) VALUES ('a', 1)");
    const statements = await lab.statements();
    const after = { "events.datasource": datasource(`${id}, ${n}, \`x\` Int8 DEFAULT 1`) };
    const refusal = new Error("no");
    await expect(lab.deploy(after, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(await lab.statements()).toEqual(statements);
    await lab.execute("CREATE DATABASE tb_next ENGINE = Atomic");
    await lab.execute("CREATE TABLE tb_next.events (other Int8) ENGINE = MergeTree ORDER BY other");
    await lab.deploy(after);
    expect(await lab.rows("SELECT * FROM events")).toEqual([{ id: "a", n: 1, x: 1 }]);
    const left = "SELECT name FROM system.databases WHERE name IN ('tb_next', 'tb_trial')";
    expect(await lab.rows(left)).toEqual([]);
  });

  test("keeps equal rows of equal batches", async () => {
    await lab.deploy({ "events.datasource": before });
    for (let batch = 0; batch < 3; batch += 1) {
      await lab.execute(
        "INSERT INTO events SELECT 'a', number FROM numbers(1000) SETTINGS deduplicate_insert = 'disable', deduplicate_insert_select = 'disable'",
      );
    }
    const [{ n: rows }] = await lab.rows("SELECT count() AS n FROM events");
    for (const after of [
      datasource(`${id}, ${n}, \`x\` Int8 DEFAULT 1`),
      datasource(`${id}, ${n}, \`x\` Int8 DEFAULT 1`, "", "MergeTree", "n"),
    ]) {
      await lab.deploy({ "events.datasource": after });
      expect(await lab.rows("SELECT count() AS n FROM events")).toEqual([{ n: rows }]);
    }
    expect(rows).toBe(3000);
  });
});
