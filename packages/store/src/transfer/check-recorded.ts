import {
  copyJson,
  isPlainObject,
  type Problem,
  readStoredActor,
  readStoredTargets,
} from "@audit/events";

const loneSurrogate = /\p{Surrogate}/u;
const greatestVersion = 2 ** 31 - 1;

type Report = (path: string, must: string, value?: unknown) => void;

/**
 * Lists what keeps a value from being an event as a store records it; `copies`, `raw` and fields that
 * no event has are not looked at.
 *
 * Kinder than a writer is with drafts, as what happened is not to be refused: any action, any entity,
 * any time. Paths name fields, and no value of metadata, actor, targets or context is shown.
 */
export function checkRecorded(event: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, must, ...value) =>
    problems.push(value.length === 0 ? { path, must } : { path, must, value: show(value[0]) });

  for (const field of ["id", "uid", "action"])
    if (checkText(event, field, report) && event[field] === "") report(field, "not be empty");
  for (const field of ["workspaceId", "outcome"]) checkText(event, field, report);
  for (const field of ["correlationId", "causationId", "writer"])
    if (event[field] !== undefined) checkText(event, field, report);

  checkWhole(event, "version", 1, report, greatestVersion);
  for (const field of ["timestamp", "recordedAt"])
    checkWhole(event, field, Number.MIN_SAFE_INTEGER, report);
  if (event.sequence !== undefined) checkWhole(event, "sequence", 1, report);
  if (event.previous !== undefined) checkWhole(event, "previous", 0, report);

  for (const field of ["metadata", "actor", "context"]) {
    const value = event[field];
    if (value === undefined) report(field, "be there");
    else if (!isPlainObject(value)) report(field, "be an object");
    else problems.push(...copyJson(value, field).problems);
  }
  checkActor(event.actor, "actor", report);
  checkTargets(event.targets, problems, report);
  return problems;
}

function checkText(
  holder: Readonly<Record<string, unknown>>,
  field: string,
  report: Report,
): boolean {
  const value = holder[field];
  if (value === undefined) report(field, "be there");
  else if (typeof value !== "string") report(field, "be a text", value);
  else if (loneSurrogate.test(value)) report(field, "be well-formed Unicode");
  else return true;
  return false;
}

function checkWhole(
  event: Readonly<Record<string, unknown>>,
  field: string,
  least: number,
  report: Report,
  greatest = Number.MAX_SAFE_INTEGER,
): void {
  const value = event[field];
  if (value === undefined) report(field, "be there");
  else if (!Number.isSafeInteger(value)) report(field, "be a whole number of at most 2^53", value);
  else if (Number(value) < least) report(field, `be at least ${least}`, value);
  else if (Number(value) > greatest) report(field, `be at most ${greatest}`, value);
}

/** What is there must be what {@link readStoredActor} keeps: what it takes for missing would be lost. */
function checkActor(actor: unknown, path: string, report: Report): void {
  if (!isPlainObject(actor)) return;
  if (readStoredActor(actor) === undefined) report(`${path}.id`, "be a text");
  for (const key of ["name", "type"])
    if (actor[key] !== undefined && typeof actor[key] !== "string")
      report(`${path}.${key}`, "be a text");
  const { onBehalfOf } = actor;
  if (onBehalfOf === undefined) return;
  if (isPlainObject(onBehalfOf)) checkActor(onBehalfOf, `${path}.onBehalfOf`, report);
  else report(`${path}.onBehalfOf`, "be an object");
}

function checkTargets(targets: unknown, problems: Problem[], report: Report): void {
  if (targets === undefined) return report("targets", "be there");
  if (!Array.isArray(targets)) return report("targets", "be a list");
  problems.push(...copyJson(targets, "targets").problems);
  for (const [index, target] of targets.entries()) {
    if (readStoredTargets([target]) === undefined)
      report(`targets.${index}`, "be an object with an id and a type");
    else if (isPlainObject(target) && !["string", "undefined"].includes(typeof target.name))
      report(`targets.${index}.name`, "be a text");
  }
}

function show(value: unknown): string {
  if (typeof value === "string")
    return value.length > 80 ? `a text of ${value.length} characters` : JSON.stringify(value);
  if (value === null || ["number", "boolean"].includes(typeof value)) return String(value);
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}
