import type { AnyAction } from "@audit/events";

/**
 * Gives an action as it was when it had this name and this was its latest version, to decode what was
 * frozen then: a new version or a new name changes what an old sample is read as, and is no change of
 * the past. Gives the action itself for a name or a version that it never had.
 */
export function actionAsOf(action: AnyAction, name: string, latest: number): AnyAction {
  const names = [action.name, ...action.formerNames];
  if (!names.includes(name) || action.versions[latest - 1] === undefined) return action;
  return {
    ...action,
    name,
    formerNames: names.filter((other) => other !== name),
    latest,
    versions: action.versions.slice(0, latest),
  };
}
