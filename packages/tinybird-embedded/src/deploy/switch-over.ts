import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { createQuarantineTable, quarantineName } from "./create-table.ts";
import { deployStep } from "./deploy-step.ts";
import { markAfter, setMark } from "./fill-tables.ts";
import { createView } from "./materialized-views.ts";
import type { KnownTable, RefillPlan } from "./plan-refills.ts";
import { type ViewPlans, viewsToDrop } from "./plan-views.ts";
import { next } from "./scratch.ts";
import { countRows } from "./stored-tables.ts";
import { dropView, type StoredView } from "./stored-views.ts";

/** Puts the tables of `next` into their places and the views behind them. Nothing of it reads or writes rows. */
export async function switchOver(
  engine: Engine,
  tables: ReadonlyMap<string, KnownTable>,
  views: { readonly stored: readonly StoredView[]; readonly plans: ViewPlans },
  { left }: RefillPlan,
  exchanged: ReadonlySet<string>,
): Promise<void> {
  const dropped = viewsToDrop(views.stored, views.plans, exchanged);
  for (const { name } of dropped) await dropView(engine, name);
  for (const [name, table] of tables) {
    const names = `${database}.${quoteName(name)} AND ${next}.${quoteName(name)}`;
    if (table.plan.kind === "new") {
      await engine.execute(
        `RENAME TABLE ${next}.${quoteName(name)} TO ${database}.${quoteName(name)}`,
      );
    } else if (exchanged.has(name)) await engine.execute(`EXCHANGE TABLES ${names}`);
    else if (table.plan.kind === "marked" || left.has(name)) {
      await setMark(engine, database, name, markAfter(table, left.has(name)));
    }
    await changeQuarantine(engine, table);
  }
  const stay = new Set(
    views.stored.filter((view) => !dropped.includes(view)).map(({ name }) => name),
  );
  for (const { view } of views.plans.wanted) {
    if (stay.has(view.name)) continue;
    await deployStep(view, () => engine.execute(createView(view, database)));
  }
}

/** Gives the quarantine the columns of its data source; others go when nothing is in it. */
async function changeQuarantine(engine: Engine, { datasource }: KnownTable): Promise<void> {
  const name = quarantineName(datasource.name);
  const table = `${database}.${quoteName(name)}`;
  const there = await engine.rows<{ name: string }>(
    `SELECT name FROM system.columns WHERE database = ${quoteString(database)} AND table = ${quoteString(name)}`,
  );
  if (there.length === 0) {
    await engine.execute(createQuarantineTable(datasource, database));
    return;
  }
  const columns = new Set(datasource.columns.map((column) => column.name));
  const own = new Set(["c__error_column", "c__error", "c__import_id", "insertion_date"]);
  const names = new Set(there.map((column) => column.name));
  const missing = [...columns].filter((column) => !names.has(column));
  const stale = [...names].filter((column) => !columns.has(column) && !own.has(column));
  const actions = missing.map((column) => `ADD COLUMN ${quoteName(column)} Nullable(String)`);
  if (stale.length > 0 && (await countRows(engine, name)) === 0) {
    actions.push(...stale.map((column) => `DROP COLUMN ${quoteName(column)}`));
  }
  if (actions.length > 0) await engine.execute(`ALTER TABLE ${table} ${actions.join(", ")}`);
}
