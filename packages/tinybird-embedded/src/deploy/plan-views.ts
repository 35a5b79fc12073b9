import type { Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { deployStep } from "./deploy-step.ts";
import { createView, type WantedView } from "./materialized-views.ts";
import { amongNext, next } from "./scratch.ts";
import type { StoredView } from "./stored-views.ts";

/** A materialized view that the project wants, beside what is there of it. */
export interface ViewPlan {
  readonly view: WantedView;
  /** `renamed`: the same view is there under a name that the project no longer has. */
  readonly state: "kept" | "new" | "changed" | "renamed";
  /** The table whose inserts it sees: of several that it reads, the leftmost. */
  readonly trigger: string | undefined;
  /** The columns that it writes. */
  readonly columns: readonly string[];
}

/** What a deployment does to the materialized views. */
export interface ViewPlans {
  readonly wanted: readonly ViewPlan[];
  /** There, and no longer in the project, or no longer with this target. */
  readonly gone: readonly StoredView[];
}

/**
 * Compares the views of the project with those that are there, and tries each on the empty tables of `next`.
 *
 * @throws {StartError} If ClickHouse refuses one.
 */
export async function planViews(
  engine: Engine,
  wanted: readonly WantedView[],
  stored: readonly StoredView[],
): Promise<ViewPlans> {
  const leaving = new Map(
    stored
      .filter(
        ({ name, target }) => !wanted.some((view) => view.name === name && view.target === target),
      )
      .map((view) => [view.name, view]),
  );
  const states = wanted.map((view): ViewPlan["state"] => {
    // With another target it is another view: what it wrote to the former one stays there.
    const there = stored.find(({ name, target }) => name === view.name && target === view.target);
    if (there !== undefined) return there.stamp === view.stamp ? "kept" : "changed";
    const before = [...leaving.values()].find(({ stamp }) => stamp === view.stamp);
    if (before === undefined) return "new";
    leaving.delete(before.name);
    return "renamed";
  });
  const tried = await tryViews(engine, wanted);
  return {
    gone: [...leaving.values()],
    wanted: wanted.map((view, index) => ({
      view,
      state: states[index] ?? "new",
      trigger: tried.triggers.get(view.name),
      columns: tried.columns.get(view.name) ?? [],
    })),
  };
}

async function tryViews(engine: Engine, views: readonly WantedView[]) {
  await amongNext(engine, async () => {
    for (const view of views) await deployStep(view, () => engine.execute(createView(view, next)));
  });
  const tables = await engine.rows<{ name: string; views: string[] }>(
    `SELECT name, dependencies_table AS views FROM system.tables WHERE database = ${quoteString(next)}`,
  );
  const columns = await engine.rows<{ view: string; columns: string[] }>(
    `SELECT table AS view, groupArray(name) AS columns FROM (
       SELECT table, name FROM system.columns WHERE database = ${quoteString(next)} ORDER BY table, position
     ) GROUP BY table`,
  );
  // Or what is written to the tables of `next` would go through them.
  for (const { name } of views) {
    await engine.execute(`DROP VIEW ${next}.${quoteName(name)} SYNC`);
  }
  return {
    triggers: new Map(
      tables.flatMap(({ name, views: behind }) => behind.map((view) => [view, name])),
    ),
    columns: new Map(columns.map(({ view, columns: names }) => [view, names])),
  };
}

/** The views that are there and cannot stay while the given tables are exchanged. */
export function viewsToDrop(
  stored: readonly StoredView[],
  { wanted }: ViewPlans,
  exchanged: ReadonlySet<string>,
): StoredView[] {
  return stored.filter(({ name, target, reads }) => {
    const plan = wanted.find(({ view }) => view.name === name);
    if (plan?.state !== "kept") return true;
    return exchanged.has(target) || reads.some((table) => exchanged.has(table));
  });
}
