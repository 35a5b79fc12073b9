import { describe, expect, test } from "vitest";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { readProject, readProjectLeniently } from "./read-project.ts";

const table = "SCHEMA >\n  a String\n";
const pipe = "NODE n\nSQL >\n  SELECT 1\n";

describe("readProject", () => {
  test("reads connections beside a data source of their name", async () => {
    const project = await readProject(
      await temporaryProject({
        "datasources/events.datasource": table,
        "connections/events.connection": "TYPE s3\nS3_ARN arn:aws:iam::1:role/r\n",
      }),
    );
    expect(project.datasources.map(({ name }) => name)).toEqual(["events"]);
    expect(project.connections.map(({ name }) => name)).toEqual(["events"]);
  });

  test("leaves out a playground whose name is taken, or that is wrong, and says so", async () => {
    const project = await readProject(
      await temporaryProject({
        "datasources/events.datasource": table,
        "playgrounds/events.pipe": pipe,
        "playgrounds/broken.pipe": "HELLO",
        "explorations/tried.pipe": pipe,
      }),
    );
    expect(project.pipes.map(({ name }) => name)).toEqual(["tried"]);
    expect(project.warnings).toEqual([
      'Left out: Cannot deploy "playgrounds/broken.pipe:1": Cannot read HELLO as a line must begin with a directive of Tinybird',
      'Left out: Cannot deploy "playgrounds/events.pipe": a name is used once in a project, and "events" is in "datasources/events.datasource" too',
    ]);
  });

  test("names a shared data source after its workspace where the project has one of its name", async () => {
    const project = await readProject(
      await temporaryProject({
        "datasources/orders.datasource": table,
        "vendor/shop/datasources/orders.datasource": table,
        "pipes/p.pipe": pipe.replace("1", "* FROM shop.orders, orders"),
      }),
    );
    expect(project.datasources.map(({ name }) => name)).toEqual(["orders", "shop__orders"]);
    expect(project.pipes[0]?.nodes[0]?.sql).toBe("SELECT * FROM shop__orders, orders");
  });

  test("gives values of the environment, and files that are included from beside or from the root", async () => {
    const folder = await temporaryProject({
      "pipes/p.pipe":
        'INCLUDE "../includes/nodes.incl" "TABLE=events"\nINCLUDE includes/last.incl\n',
      "includes/nodes.incl": "NODE first\nSQL >\n  SELECT * FROM $TABLE\n",
      "includes/last.incl": "NODE last\nSQL >\n  SELECT * FROM first\n",
      "datasources/events.datasource": `${table}ENGINE_SETTINGS "index_granularity=\${GRANULARITY}"\n`,
    });
    const { pipes, datasources } = await readProject(folder, { GRANULARITY: "64" });
    expect(pipes[0]?.nodes.map(({ sql }) => sql)).toEqual([
      "SELECT * FROM events",
      "SELECT * FROM first",
    ]);
    expect(datasources[0]?.engine.settings).toBe("index_granularity=64");
  });

  test.each([
    ['INCLUDE "gone.incl"', "p.pipe:1", "the file must be there: current value is gone.incl"],
    ["INCLUDE p.pipe", "p.pipe:1", "a file must not include itself: p.pipe"],
    ["INCLUDE", "p.pipe:1", "it must name a file"],
    ["INCLUDE bad.incl", "bad.incl:2", "Cannot read HELLO"],
    ["INCLUDE bad.incl x", "p.pipe:1", "what follows the path must be NAME=value"],
  ])("refuses %s", async (text, place, message) => {
    const folder = await temporaryProject({ "p.pipe": text, "bad.incl": "\nHELLO\n" });
    await expect(readProject(folder)).rejects.toThrow(`Cannot deploy "${place}"`);
    await expect(readProject(folder)).rejects.toThrow(message);
  });
});

describe("readProjectLeniently", () => {
  test("gives an error for each file that cannot be read, and what the others say", async () => {
    const { project, errors } = await readProjectLeniently(
      await temporaryProject({
        "a.datasource": table,
        "b.datasource": "ENGINE MergeTree",
        "c.pipe": "NODE n",
        "d/a.pipe": pipe,
      }),
    );
    expect(project.datasources.map(({ name }) => name)).toEqual(["a"]);
    expect(project.pipes).toEqual([]);
    expect(errors.map(({ failure }) => failure)).toMatchObject([
      { file: "b.datasource", line: 1 },
      { file: "c.pipe", line: 1 },
      { file: "d/a.pipe" },
    ]);
  });
});
