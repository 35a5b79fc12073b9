import { database, type Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";

/** Holds the tables as the project wants them, until they take the place of those that are there. */
export const next = "tb_next";

/** Holds empty copies of tables, to try on them what an ALTER would do. */
export const trial = "tb_trial";

/** Makes both scratch databases anew for a job; they go with it, however it ends. */
export async function withScratch<T>(engine: Engine, job: () => Promise<T>): Promise<T> {
  await dropScratch(engine);
  try {
    for (const name of [next, trial])
      await engine.execute(`CREATE DATABASE ${name} ENGINE = Atomic`);
    return await job();
  } finally {
    await dropScratch(engine);
  }
}

/** Runs a job of `engine.execute` calls for which names without a database mean those of `next`. */
export async function amongNext<T>(engine: Engine, job: () => Promise<T>): Promise<T> {
  await engine.execute(`USE ${next}`);
  try {
    return await job();
  } finally {
    await engine.execute(`USE ${database}`);
  }
}

/** Puts the rows of a table into `next`: hard links to the same parts, whatever their size. */
export async function cloneIntoNext(engine: Engine, table: string): Promise<void> {
  const name = quoteName(table);
  await engine.execute(`DROP TABLE IF EXISTS ${next}.${name} SYNC`);
  await engine.execute(`CREATE TABLE ${next}.${name} CLONE AS ${database}.${name}`);
}

async function dropScratch(engine: Engine): Promise<void> {
  for (const name of [next, trial]) await engine.execute(`DROP DATABASE IF EXISTS ${name} SYNC`);
}
