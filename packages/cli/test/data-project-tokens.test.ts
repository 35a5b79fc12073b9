import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { expandWorkspace } from "../src/token/expand-workspace.ts";
import { namedEndpoints } from "../src/token/named-endpoints.ts";
import { pipeReads } from "../src/token/pipe-reads.ts";
import { columnsOf, type Project } from "../src/token/project.ts";
import { unfilteredReads } from "../src/token/unfiltered-reads.ts";
import { readDatafiles } from "./read-datafiles.ts";

const folder = fileURLToPath(new URL("../../../tinybird", import.meta.url));
const endpoints = (await readdir(join(folder, "endpoints"))).map((file) =>
  file.replace(".pipe", ""),
);
const project = await readDatafiles(folder);

/** Says what each endpoint reads that a token of one workspace would see whole. */
function gapsOf(of: Project, without?: string): string[] {
  const names = [...of.pipes.values()].filter(({ endpoint }) => endpoint !== undefined);
  return names.flatMap(({ name }) => {
    const pipes = namedEndpoints(of, [name]);
    const scopes = expandWorkspace(of, { workspace: "ws_1", pipes });
    const open = unfilteredReads(
      of,
      pipes,
      scopes.filter(({ resource }) => resource !== without),
    );
    return open.map(({ pipe, from }) => `${pipe} reads ${from}`);
  });
}

/** Gives the data project with some of its files written otherwise. */
async function changed(files: Readonly<Record<string, (text: string) => string>>) {
  const copy = await mkdtemp(join(tmpdir(), "audit-tokens-"));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await cp(folder, copy, { recursive: true });
  for (const [file, change] of Object.entries(files)) {
    const before = await readFile(join(copy, file), "utf8").catch(() => "");
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(join(copy, file), after);
  }
  return readDatafiles(copy);
}

const pipe = (sql: string) => () => `NODE one\nSQL >\n    ${sql}\n\nTYPE endpoint\n`;
const plans = {
  "datasources/plans.datasource": () =>
    'SCHEMA >\n    `plan` String `json:$.plan`\n\nENGINE "MergeTree"\nENGINE_SORTING_KEY "plan"\n',
};

describe("the data project, for tokens of one workspace", () => {
  test.each(endpoints)("has a filter for all that %s reads", (name) => {
    const pipes = namedEndpoints(project, [name]);
    const scopes = expandWorkspace(project, { workspace: "ws_1", pipes });
    const { tables } = pipeReads(project, pipes[0] ?? expect.fail());
    expect(tables).not.toEqual([]);
    for (const resource of tables) {
      expect(columnsOf(project, resource)).toContain("workspace_id");
      const filter = "workspace_id = 'ws_1'";
      expect(scopes).toContainEqual({ type: "DATASOURCES:READ", resource, filter });
    }
  });

  test("leaves nothing open, and all of its endpoints are endpoints", () => {
    expect(gapsOf(project)).toEqual([]);
    expect(namedEndpoints(project, endpoints)).toHaveLength(endpoints.length);
  });

  test("is caught where an endpoint reads a data source without the column", async () => {
    const bad = "endpoints/plan_names.pipe";
    expect(gapsOf(await changed({ ...plans, [bad]: pipe("SELECT plan FROM plans") }))).toEqual([
      "plan_names reads plans",
    ]);
    const joined = pipe("SELECT * FROM workspaces JOIN plans USING plan");
    expect(gapsOf(await changed({ ...plans, [bad]: joined }))).toEqual(["plan_names reads plans"]);
  });

  test("is caught where it reads one through another pipe", async () => {
    const files = {
      ...plans,
      "endpoints/inner.pipe": pipe("SELECT plan FROM plans"),
      "endpoints/outer.pipe": pipe("SELECT count() FROM inner"),
    };
    expect(gapsOf(await changed(files))).toEqual(["inner reads plans", "outer reads plans"]);
  });

  test("is caught where a materialized view loses the column", async () => {
    const file = "datasources/events_per_min_mv.datasource";
    const lost = await changed({ [file]: (text) => text.replace("`workspace_id`", "`tenant`") });
    expect(gapsOf(lost)).toEqual(
      ["api_count_per_type", "api_totals", "api_ui_filters", "events_per_workspace"].map(
        (name) => `${name} reads events_per_min_mv`,
      ),
    );
  });

  test("is caught where an endpoint reads what the expansion cannot have", async () => {
    const files = {
      "endpoints/statistics.pipe": pipe("SELECT * FROM tinybird.pipe_stats_rt"),
      "endpoints/anything.pipe": pipe("%\n    SELECT * FROM {{ TABLE(name) }}"),
    };
    expect(gapsOf(await changed(files))).toEqual([
      "anything reads anything.one",
      "statistics reads tinybird.pipe_stats_rt",
    ]);
  });

  test.each(["audit_log", "audit_log_quarantine", "enriched_events_mv", "workspaces", "snapshots"])(
    "is caught where the expansion leaves %s out",
    (name) => {
      expect(gapsOf(project, name)).not.toEqual([]);
      for (const gap of gapsOf(project, name)) expect(gap).toMatch(new RegExp(` reads ${name}$`));
    },
  );
});
