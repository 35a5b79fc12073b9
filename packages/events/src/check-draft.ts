import { AuditError } from "./audit-error.ts";
import type { AnyAction, Catalog } from "./catalog.ts";
import { takeDraft } from "./check/take-draft.ts";
import { checkEnvelope } from "./check-envelope.ts";
import type { Draft } from "./draft.ts";
import { copyJson, isPlainObject } from "./json.ts";
import { jsonBytesAtMost, utf8Length } from "./limits.ts";
import { describeProblems, type Problem } from "./problem.ts";
import { fits } from "./shape.ts";

/** A draft, or several of a list, cannot become events; none of the list did. */
export class InvalidDraftError extends AuditError<"invalid_draft"> {
  override readonly name = "InvalidDraftError";
  /** Every problem of every draft. In a list, paths begin with the draft's index: `1.id`. */
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[]) {
    super("invalid_draft", `Cannot append ${what} as ${describeProblems(problems)}`);
    this.problems = problems;
  }
}

/** Any draft, as it comes from a caller: checked before it is used. */
export interface AnyDraft extends Omit<Draft<string, number, unknown>, "metadata"> {
  readonly metadata: unknown;
}

/** A draft without a problem, with what follows from it. */
export interface CheckedDraft {
  readonly ok: true;
  readonly draft: AnyDraft;
  readonly action: AnyAction;
  readonly metadata: unknown;
}

/** What checking one draft gives. */
export type CheckResult =
  | CheckedDraft
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks one draft against its action: every field, and metadata as JSON and by the version's schema.
 *
 * The metadata that comes out is a frozen copy.
 */
export function checkDraft(
  catalog: Catalog<AnyAction>,
  draft: unknown,
  now: number,
  eventBytes: number,
): CheckResult {
  if (!isPlainObject(draft))
    return { ok: false, problems: [{ path: "", must: "be a draft, an object" }] };
  const name = draft.action;
  const action = typeof name === "string" ? catalog.find(name) : undefined;
  const taken = action === undefined ? undefined : takeDraft(action, draft, now, eventBytes);
  // Safe: every field of the draft was looked at.
  if (action !== undefined && taken !== undefined)
    return { ok: true, draft: draft as unknown as AnyDraft, action, metadata: taken.copy };
  const problems = checkEnvelope(draft, action, now);
  const { copy, problems: notJson } = copyJson(draft.metadata, "metadata");
  problems.push(...notJson);
  if (action === undefined || notJson.length > 0) return { ok: false, problems };

  const version = draft.version ?? action.latest;
  const written = action.versions.find(({ number }) => number === version);
  // Only a draft that does not fit is looked at by its schema, which says what is wrong.
  if (written !== undefined && !fits(written.shape, copy))
    for (const { path, message } of written.schema.safeParse(copy).error?.issues ?? [])
      problems.push({
        path: ["metadata", ...path.map(String)].join("."),
        must: `fit version ${version} of "${action.name}" (${message})`,
      });
  if (problems.length === 0) problems.push(...tooLarge({ ...draft, metadata: copy }, eventBytes));
  if (problems.length > 0) return { ok: false, problems };
  // Safe: `checkEnvelope` found no problem with any field of the draft.
  const valid = draft as unknown as AnyDraft;
  return { ok: true, draft: valid, action, metadata: deepFreeze(copy) };
}

function tooLarge(draft: object, eventBytes: number): Problem[] {
  // Most drafts are so far from too large that they need not be written to know it.
  if (jsonBytesAtMost(draft) <= eventBytes) return [];
  const bytes = utf8Length(JSON.stringify(draft));
  if (bytes <= eventBytes) return [];
  return [{ path: "", must: `have at most ${eventBytes} bytes as JSON`, value: String(bytes) }];
}

/** Throws when one of the drafts has a problem, with the problems of all. */
export function refuseInvalid(drafts: readonly AnyDraft[], checked: readonly CheckResult[]): void {
  if (checked.every(({ ok }) => ok)) return;
  const problems = checked.flatMap((result, index) => {
    if (result.ok) return [];
    if (checked.length === 1) return result.problems;
    return result.problems.map((problem) => ({
      ...problem,
      path: [index, problem.path].filter((step) => step !== "").join("."),
    }));
  });
  const action: unknown = drafts[0]?.action;
  const what = checked.length > 1 ? `${checked.length} drafts` : quoteAction(action);
  throw new InvalidDraftError(what, problems);
}

function quoteAction(action: unknown): string {
  return typeof action === "string" ? JSON.stringify(action.slice(0, 80)) : "the draft";
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
