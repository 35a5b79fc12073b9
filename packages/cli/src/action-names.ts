import { type BuiltInAction, catalog } from "@audit/events";
import { UsageError } from "./usage-error.ts";

/**
 * Lets names of actions pass that the catalog has, former ones included; undefined where there are none.
 *
 * @throws {UsageError} for another name, which would read like "it never happened"
 */
export function actionNames(names: readonly string[]): BuiltInAction["name"][] | undefined {
  if (names.length === 0) return undefined;
  return names.map((name) => actionNamed(name).name);
}

/**
 * Gives an action by its name or a former one.
 *
 * @throws {UsageError} for another name
 */
export function actionNamed(name: string): BuiltInAction {
  const action = catalog.find(name);
  if (action !== undefined) return action;
  throw new UsageError(
    `Cannot find an action ${JSON.stringify(name.slice(0, 80))} in the catalog`,
    '"audit catalog" lists all actions',
  );
}
