import { storedViews } from "../deploy/stored-views.ts";
import { RequestError } from "../request-error.ts";
import { checkCondition } from "../statement/check-condition.ts";
import type { Replaced } from "../write-ahead-log/log-record.ts";
import { countRows } from "./count-rows.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Gives what gives way when the rows of a data source are replaced: with all of them, what materialized views made of
 * them, so that the new rows make it anew.
 *
 * @throws {RequestError} 400 if a view's data source would lose what other data sources gave it, or views stand behind
 *   a condition; 400 and 403 for a condition as for a delete.
 */
export async function replacedBy(
  deployment: Pick<Deployment, "engine" | "datasources" | "queryLimits">,
  datasource: string,
  condition?: string,
): Promise<Replaced> {
  const { engine, datasources } = deployment;
  const keepsRows = (name: string) =>
    datasources.get(name)?.engine.type.endsWith("MergeTree") === true;
  const refuse = (why: string) =>
    new RequestError(400, `Cannot replace the rows of "${datasource}" as ${why}`);
  if (!keepsRows(datasource)) throw refuse("its engine must be of the MergeTree family");
  const views = await storedViews(engine);
  const emptied = new Set<string>();
  // A list that grows while it is walked is walked to its end.
  const sources = [datasource];
  for (const source of sources) {
    for (const { reads, target } of views) {
      if (!reads.includes(source) || sources.includes(target)) continue;
      emptied.add(target);
      sources.push(target);
    }
  }
  const mixed = views.find(
    ({ reads, target }) => emptied.has(target) && reads.some((source) => !sources.includes(source)),
  );
  if (mixed !== undefined) {
    throw refuse(
      `"${mixed.target}", which a materialized view fills from it, must be filled from nothing else: truncate and append instead`,
    );
  }
  if (condition === undefined || condition === "") {
    return { table: datasource, emptied: [...emptied].filter(keepsRows) };
  }
  if (emptied.size > 0) {
    throw refuse("a replace_condition needs a data source that no materialized view reads");
  }
  const checked = await checkCondition(engine, datasource, condition);
  await countRows(deployment, datasource, checked);
  return { table: datasource, condition: checked, emptied: [] };
}
