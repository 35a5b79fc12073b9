import type { Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { tableMark } from "./create-table.ts";
import { rowStep } from "./deploy-step.ts";
import { forwardPlace, insertSelect } from "./forward-query.ts";
import type { KnownTable, RefillPlan } from "./plan-refills.ts";
import { amongNext, cloneIntoNext, next } from "./scratch.ts";
import { markComment, type TableMark } from "./table-mark.ts";

/**
 * Fills the tables of `next` with the rows that they will have; those that are there stay as they are.
 *
 * @returns the names of the tables that are to take the place of those that are there.
 * @throws {StartError} If a row does not fit.
 */
export async function fillTables(
  engine: Engine,
  tables: ReadonlyMap<string, KnownTable>,
  { refills, left }: RefillPlan,
): Promise<Set<string>> {
  const exchanged = new Set<string>();
  const anew = new Set(refills.filter((refill) => refill.anew).map(({ target }) => target));
  const added = new Set(refills.filter((refill) => !refill.anew).map(({ target }) => target));
  for (const [name, table] of tables) {
    const { kind } = table.plan;
    const stays = kind === "kept" || kind === "marked";
    if (!stays || anew.has(name) || added.has(name)) exchanged.add(name);
    if (anew.has(name)) continue;
    // A view may read any table.
    if (!stays || refills.length > 0) await copyRows(engine, table);
    if (!exchanged.has(name)) continue;
    const mark = markAfter(table, left.has(name));
    await setMark(engine, next, name, mark);
  }
  for (const { target, from } of refills) {
    for (const { view, columns } of from) {
      const mustHold = `its SQL must take every row of ${view.reads.map((each) => `"${each}"`).join(", ")}`;
      await rowStep(view, mustHold, () =>
        amongNext(engine, () => engine.execute(insertSelect(target, columns, view.select))),
      );
    }
  }
  return exchanged;
}

/** Gives the mark that a table has once it is what the project says. */
export function markAfter({ datasource, stored, plan }: KnownTable, isLeft: boolean): TableMark {
  const kept = plan.kind === "kept" ? stored?.mark : undefined;
  const mark = kept ?? tableMark(datasource);
  return isLeft || stored?.mark?.left === true ? { ...mark, left: true } : mark;
}

/** Writes a table's mark into its comment. */
export async function setMark(
  engine: Engine,
  database: string,
  table: string,
  mark: TableMark,
): Promise<void> {
  const comment = quoteString(markComment(mark));
  await engine.execute(`ALTER TABLE ${database}.${quoteName(table)} MODIFY COMMENT ${comment}`);
}

async function copyRows(engine: Engine, { datasource, rows, plan }: KnownTable): Promise<void> {
  const { name, file } = datasource;
  if (rows === 0) return;
  if (plan.kind === "kept" || plan.kind === "marked") await cloneIntoNext(engine, name);
  if (plan.kind === "altered") {
    await cloneIntoNext(engine, name);
    const mustHold = "its DEFAULTs must have a value for every row that is there";
    for (const action of plan.actions) {
      await rowStep({ file }, mustHold, () =>
        engine.execute(`ALTER TABLE ${next}.${quoteName(name)} ${action}`),
      );
    }
  }
  if (plan.kind === "rewritten") {
    const mustHold = plan.byForwardQuery
      ? "FORWARD_QUERY must give every row values that fit the columns unchanged, or convert them itself"
      : "every row that is there must fit the new engine and keys";
    await rowStep(forwardPlace(datasource), mustHold, () => engine.execute(plan.insert));
  }
}
