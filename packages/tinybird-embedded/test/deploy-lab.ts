import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach } from "vitest";
import { removeAfterEnd } from "../src/child/remove-after-end.ts";
import { type DeployOutcome, deployProject } from "../src/deploy/deploy-project.ts";
import { database, Engine } from "../src/engine/engine.ts";
import { readProject } from "../src/project/read-project.ts";
import { StartError } from "../src/start-error.ts";
import { temporaryProject } from "./temporary-directory.ts";

/** What a deployment did, and what could be seen when it was about to change something. */
export interface LabOutcome extends DeployOutcome {
  readonly announced: number;
}

/** Deployments onto an engine in this process, without a server: its database is empty for each test of the file. */
export function deployLab() {
  let engine: Engine;
  beforeAll(async () => {
    // One for the file, as chDB opens one directory per process; it goes with the process.
    const directory = await mkdtemp(join(tmpdir(), "tinybird-embedded-lab-"));
    removeAfterEnd(directory, process.ppid);
    engine = await Engine.open(directory, { reads: 4, queuedReads: 4 });
  });
  beforeEach(async () => {
    await engine.execute(`DROP DATABASE IF EXISTS ${database} SYNC`);
    await engine.execute(`CREATE DATABASE ${database} ENGINE = Atomic`);
    await engine.execute(`USE ${database}`);
  });
  const statements = async (): Promise<string[]> => {
    const tables = await engine.rows<{ text: string }>(
      `SELECT create_table_query || ' -- ' || toString(uuid) AS text FROM system.tables
       WHERE database = '${database}' ORDER BY name`,
    );
    return tables.map(({ text }) => text);
  };
  const deploy = async (
    files: Readonly<Record<string, string>>,
    beforeChange = () => Promise.resolve(),
  ): Promise<LabOutcome> => {
    const project = await readProject(await temporaryProject(files));
    let announced = 0;
    const outcome = await deployProject(engine, project, {
      beforeChange: async () => {
        announced += 1;
        await beforeChange();
      },
    });
    return { ...outcome, announced };
  };
  return {
    deploy,
    /** Deploys what must be refused; gives the error, the announcements, and whether anything changed. */
    refuse: async (files: Readonly<Record<string, string>>) => {
      const before = await statements();
      let announced = 0;
      const outcome = await deploy(files, async () => {
        announced += 1;
      }).catch((cause: unknown) => cause);
      if (!(outcome instanceof StartError)) throw new Error("it was deployed", { cause: outcome });
      const changed = JSON.stringify(await statements()) !== JSON.stringify(before);
      return { error: outcome, announced, changed };
    },
    /** The definitions of all tables and views, and which they are. */
    statements,
    execute: (statement: string) => engine.execute(statement),
    // biome-ignore lint/suspicious/noExplicitAny: tests look into rows of every shape
    rows: (statement: string): Promise<any[]> => engine.rows(statement),
  };
}

/** The text of a `.datasource` file. */
export function datasource(columns: string, more = "", engine = "MergeTree", sortingKey = "id") {
  return `SCHEMA >\n    ${columns}\n\nENGINE ${engine}\nENGINE_SORTING_KEY ${sortingKey}\n${more}\n`;
}

/** The text of a `.pipe` file with one materialized node. */
export function view(sql: string, target: string, more = ""): string {
  return `NODE made\nSQL >\n    ${sql}\n\nTYPE materialized\nDATASOURCE ${target}\n${more}`;
}
