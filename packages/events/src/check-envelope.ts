import type { AnyAction } from "./catalog.ts";
import {
  actorTypes,
  contextKeys,
  draftKeys,
  earliestTimestamp,
  maxIdLength,
  oneDay,
  outcomes,
  uidPattern,
} from "./check/envelope-rules.ts";
import { isPlainObject, isWellFormed } from "./json.ts";
import { type Problem, show } from "./problem.ts";

const idPattern = /^[a-z][a-z0-9_-]*:.+$/u;
const controlCharacter = /\p{Cc}/u;

type Report = (path: string, must: string, value?: unknown) => void;

/** Lists what is wrong with the fields of a draft that every event has; `metadata` is not looked at. */
export function checkEnvelope(
  draft: Readonly<Record<string, unknown>>,
  action: AnyAction | undefined,
  now: number,
): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, must, ...value) =>
    problems.push(value.length === 0 ? { path, must } : { path, must, value: show(value[0]) });

  for (const key of Object.keys(draft))
    if (!draftKeys.has(key)) report(show(key), "not be there: no draft has such a field");
  checkId(draft.id, report);
  if (typeof draft.action !== "string") report("action", "be a string", draft.action);
  else if (action === undefined) report("action", "be an action of this catalog", draft.action);
  checkVersion(draft.version, action, report);
  checkTimestamp(draft.timestamp, now, report);
  const uid = draft.uid;
  if (uid !== undefined && (typeof uid !== "string" || !uidPattern.test(uid)))
    report("uid", "be 1 to 256 characters of printable ASCII without spaces", uid);
  checkTexts(draft, ["workspaceId", "correlationId", "causationId"], "", report);
  if (draft.outcome !== undefined && !isOneOf(outcomes, draft.outcome))
    report("outcome", `be one of ${outcomes.join(", ")}`, draft.outcome);
  if (draft.actor !== undefined) checkActor(draft.actor, "actor", report);
  if (draft.targets !== undefined) checkTargets(draft.targets, report);
  checkContext(draft.context, report);
  return problems;
}

function checkId(id: unknown, report: Report): void {
  if (typeof id !== "string") report("id", "be a string", id);
  else if (id === "") report("id", 'be an entity, "<type>:<key>"', id);
  else if (id.length > maxIdLength) report("id", `have at most ${maxIdLength} characters`, id);
  else if (!isWellFormed(id)) report("id", "be well-formed Unicode, without lone surrogates");
  else if (controlCharacter.test(id)) report("id", "have no control characters", id);
  else if (!idPattern.test(id))
    report("id", 'be an entity, "<type>:<key>", its type in lower case', id);
}

function checkVersion(version: unknown, action: AnyAction | undefined, report: Report): void {
  if (version === undefined || action === undefined) return;
  if (!action.versions.some(({ number }) => number === version))
    report("version", `be a version of "${action.name}", 1 to ${action.latest}`, version);
}

function checkTimestamp(timestamp: unknown, now: number, report: Report): void {
  if (timestamp === undefined) return;
  if (typeof timestamp !== "number" || !Number.isInteger(timestamp))
    report("timestamp", "be a whole number of milliseconds since the epoch", timestamp);
  else if (timestamp < earliestTimestamp)
    report("timestamp", `be in milliseconds, at least ${earliestTimestamp}`, timestamp);
  else if (timestamp > now + oneDay)
    report("timestamp", `be at most one day from now, ${now + oneDay}`, timestamp);
}

function checkActor(actor: unknown, path: string, report: Report): void {
  if (!isPlainObject(actor)) return report(path, "be an object with an id", actor);
  if (typeof actor.id !== "string") report(`${path}.id`, "be a string");
  checkTexts(actor, ["id", "name"], `${path}.`, report);
  const type = actor.type;
  if (type !== undefined && !isOneOf(actorTypes, type))
    report(`${path}.type`, `be one of ${actorTypes.join(", ")}`, type);
  const allowed = path === "actor" ? ["id", "name", "type", "onBehalfOf"] : ["id", "name", "type"];
  refuseOtherKeys(actor, allowed, path, report);
  if (path === "actor" && actor.onBehalfOf !== undefined)
    checkActor(actor.onBehalfOf, "actor.onBehalfOf", report);
}

function checkTargets(targets: unknown, report: Report): void {
  if (!Array.isArray(targets)) return report("targets", "be a list", targets);
  for (const [index, target] of targets.entries()) {
    const path = `targets.${index}`;
    if (!isPlainObject(target)) {
      report(path, "be an object with an id and a type", target);
      continue;
    }
    for (const key of ["id", "type"])
      if (typeof target[key] !== "string" || target[key] === "")
        report(`${path}.${key}`, "be a string that is not empty");
    checkTexts(target, ["id", "type", "name"], `${path}.`, report);
    refuseOtherKeys(target, ["id", "type", "name"], path, report);
  }
}

function checkContext(context: unknown, report: Report): void {
  if (context === undefined) return;
  if (!isPlainObject(context)) return report("context", "be an object", context);
  checkTexts(context, contextKeys, "context.", report);
  refuseOtherKeys(context, contextKeys, "context", report);
}

function checkTexts(
  holder: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  prefix: string,
  report: Report,
): void {
  for (const key of keys) {
    const value = holder[key];
    if (value === undefined) continue;
    if (typeof value !== "string") report(`${prefix}${key}`, "be a string");
    else if (!isWellFormed(value)) report(`${prefix}${key}`, "be well-formed Unicode");
  }
}

function isOneOf(texts: readonly string[], value: unknown): boolean {
  return typeof value === "string" && texts.includes(value);
}

function refuseOtherKeys(
  holder: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  path: string,
  report: Report,
): void {
  for (const key of Object.keys(holder))
    if (!allowed.includes(key)) report(`${path}.${key}`, "not be there");
}
