import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { changed, type TablePlan } from "./plan-table.ts";
import type { ViewPlan, ViewPlans } from "./plan-views.ts";
import type { StoredTable } from "./stored-tables.ts";

/** What a deployment knows of one data source. */
export interface KnownTable {
  readonly datasource: DatasourceDefinition;
  readonly stored: StoredTable | undefined;
  /** Rows that are there. */
  readonly rows: number;
  readonly plan: TablePlan;
}

/** Rows that materialized views write into a data source. */
export interface Refill {
  readonly target: string;
  /** Whether all rows of the target are written again; else they are added to those that stay. */
  readonly anew: boolean;
  readonly from: readonly ViewPlan[];
}

/** What a deployment writes into the targets of materialized views. */
export interface RefillPlan {
  /** In the order in which they must run: what a view reads is complete by then. */
  readonly refills: readonly Refill[];
  /** Targets that now have rows which the project's views would not write again. */
  readonly left: ReadonlySet<string>;
}

const keepThem =
  "say DEPLOYMENT_METHOD alter in the node, or BACKFILL skip in the data source, to keep its rows as they are, or start on a fresh data directory";
const writtenByOthers =
  "its rows must all come from the views of the project: a former view wrote some";
const takeNewOnes =
  "say BACKFILL skip in the data source to take only what comes from now on, or start on a fresh data directory";

/**
 * Decides which targets of materialized views are filled from the rows that are there, so that each has what it would
 * have if its views had been there from the start.
 *
 * @throws {StartError} If a target has rows that would be lost, or doubled.
 */
export function planRefills(
  tables: ReadonlyMap<string, KnownTable>,
  { wanted, gone }: ViewPlans,
): RefillPlan {
  const refills: Refill[] = [];
  const left = new Set<string>();
  const seen = new Set<string>();
  const isRefilled = (name: string | undefined) => refills.some(({ target }) => target === name);

  const visit = (name: string): void => {
    const table = tables.get(name);
    if (table === undefined || seen.has(name)) return;
    seen.add(name);
    const mine = wanted.filter(({ view }) => view.target === name);
    for (const { trigger } of mine) if (trigger !== undefined) visit(trigger);

    const leaving = gone.filter(({ target }) => target === name).length > 0;
    const added = mine.filter(({ state }) => state === "new");
    const altered = mine.filter(({ state, view }) => state === "changed" && view.altersOnly);
    const redone = mine.filter(
      ({ state, view, trigger }) =>
        (state === "changed" && !view.altersOnly) || (state !== "new" && isRefilled(trigger)),
    );
    const isReplaced = leaving && added.length > 0;
    const isForwarded = table.plan.kind === "rewritten" && table.plan.byForwardQuery;
    const isSkipped = table.datasource.backfill === "skip";
    const hasRows = table.rows > 0;
    const isMixed = altered.length > 0 || (leaving && !isReplaced);
    const whyNot = isMixed ? writtenByOthers : whyNotAnew(table, mine, tables);
    if (hasRows && (leaving || altered.length > 0)) left.add(name);
    if (table.plan.kind === "unkeepable") {
      const isLost = mine.length === 0 || isSkipped || whyNot !== undefined;
      if (isLost) throw changed(name, table.plan.reason);
      refills.push({ target: name, anew: true, from: mine });
      return;
    }
    const hasNews = added.length > 0 || redone.length > 0;
    const isAnew = redone.length > 0 || isReplaced;
    if (isSkipped || (isForwarded && isAnew)) {
      if (hasRows && hasNews) left.add(name);
      return;
    }
    if (!hasNews) return;
    const because = `the materialized view "${(redone[0] ?? added[0])?.view.name}" is new or changed, or reads from one that is`;
    if (hasRows && isAnew) {
      if (whyNot !== undefined) throw changed(name, `${because}, and ${whyNot}: ${keepThem}`);
      left.delete(name);
      refills.push({ target: name, anew: true, from: mine });
      return;
    }
    const from = [...added, ...redone].filter(({ trigger }) =>
      hasOrGetsRows(trigger, tables, isRefilled),
    );
    if (from.length === 0) return;
    if (hasRows && table.stored?.mark?.left === true) {
      throw changed(
        name,
        `${because}, and rows that a former one wrote must not be doubled: ${takeNewOnes}`,
      );
    }
    refills.push({ target: name, anew: false, from });
  };
  for (const name of tables.keys()) visit(name);
  return { refills, left };
}

function hasOrGetsRows(
  trigger: string | undefined,
  tables: ReadonlyMap<string, KnownTable>,
  isRefilled: (name: string | undefined) => boolean,
): boolean {
  return (tables.get(trigger ?? "")?.rows ?? 0) > 0 || isRefilled(trigger);
}

/** Says why a target's views could not write all of its rows again; `undefined` if they can. */
function whyNotAnew(
  { datasource, stored }: KnownTable,
  views: readonly ViewPlan[],
  tables: ReadonlyMap<string, KnownTable>,
): string | undefined {
  if (datasource.columns.some(({ jsonPath }) => jsonPath !== undefined)) {
    return "its rows must all come from materialized views: with JSON paths it takes others too";
  }
  if (stored?.mark?.left === true) {
    return writtenByOthers;
  }
  const sources = views.map(({ trigger }) => tables.get(trigger ?? ""));
  for (const source of sources) {
    if (source === undefined) return "its views must read data sources of the project";
    const { name, engine } = source.datasource;
    if (engine.type === "Null" || source.stored?.engine === "Null") {
      return `"${name}" must have the rows that it was made from: an engine Null keeps none`;
    }
    if (engine.ttl !== undefined || source.stored?.hasTtl === true) {
      return `"${name}" must have all rows that it was made from: its TTL may have taken some`;
    }
  }
  if (sources.every((source) => source?.rows === 0)) {
    return "the rows that it was made from must be there still: there are none";
  }
  return undefined;
}
