import { readActor } from "./actor.ts";
import { AuditError } from "./audit-error.ts";
import type { AnyAction, Catalog } from "./catalog.ts";
import { checkEnvelope } from "./check-draft.ts";
import type { Draft } from "./draft.ts";
import type { EmittedEvent } from "./event.ts";
import { copyJson, isPlainObject } from "./json.ts";
import { describeProblems, type Problem } from "./problem.ts";
import { type RandomBytes, randomText, uidGenerator } from "./uid.ts";

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

/** Where a writer's time, randomness and name come from. */
export interface WriterOptions {
  /** Ms since epoch, UTC. @defaultValue `Date.now` */
  readonly now?: () => number;
  /** @defaultValue `globalThis.crypto` */
  readonly randomBytes?: RandomBytes;
  /** @defaultValue a random text, new at each start */
  readonly name?: string;
  /** How many streams' last numbers are remembered. @defaultValue 100,000 */
  readonly rememberedStreams?: number;
}

/** Any draft, as it comes from a caller: checked before it is used. */
export interface AnyDraft extends Omit<Draft<string, number, unknown>, "metadata"> {
  readonly metadata: unknown;
}

/** Completes drafts: it gives each its uid, its time and its place among all that this writer wrote. */
export interface Writer {
  readonly name: string;
  /**
   * Gives the events of these drafts, in their order. All or none: a list with one invalid draft
   * gives none and uses up no number.
   *
   * @throws {InvalidDraftError} naming every field and what must hold, never a value of metadata
   */
  complete(drafts: readonly AnyDraft[]): EmittedEvent[];
}

/**
 * Gives a writer for the actions of a catalog.
 *
 * Its uids strictly increase and its default timestamps never go backwards, whatever the clock does.
 *
 * @example
 * const writer = createWriter(catalog);
 * const [event] = writer.complete([
 *   { id: "monitor:1", action: "monitor.down", metadata: { region: "gru", statusCode: 400 } },
 * ]);
 * event?.sequence; // 1
 */
export function createWriter(catalog: Catalog<AnyAction>, options: WriterOptions = {}): Writer {
  const { now = Date.now, randomBytes = cryptoBytes, rememberedStreams = 100_000 } = options;
  const name = options.name ?? randomText(12, randomBytes);
  const nextUid = uidGenerator(randomBytes);
  const lastNumbers = lastNumberPerStream(rememberedStreams);
  let lastTimestamp = 0;
  let sequence = 0;

  const finish = ({ draft, action, metadata }: CheckedDraft, time: number): EmittedEvent => {
    const { workspaceId = "", id, correlationId, causationId } = draft;
    const previous = lastNumbers.replace(JSON.stringify([workspaceId, id]), ++sequence);
    return Object.freeze({
      workspaceId,
      id,
      uid: draft.uid ?? nextUid(time),
      action: draft.action,
      version: draft.version ?? action.latest,
      metadata,
      timestamp: draft.timestamp ?? time,
      actor: readActor(draft.actor ?? { id: "", name: "system" }),
      targets: (draft.targets ?? []).map((target) => ({ ...target })),
      outcome: draft.outcome ?? "success",
      context: { ...draft.context },
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
      writer: name,
      sequence,
      ...(previous === undefined ? {} : { previous }),
    });
  };

  return {
    name,
    complete(drafts) {
      const read = now();
      if (!Number.isFinite(read))
        throw new AuditError("invalid_clock", "Cannot append as the clock must give a number");
      const time = Math.max(Math.floor(read), lastTimestamp);
      const checked = drafts.map((draft) => checkDraft(catalog, draft, time));
      refuseInvalid(drafts, checked);
      lastTimestamp = time;
      return checked.flatMap((result) => (result.ok ? [finish(result, time)] : []));
    },
  };
}

interface CheckedDraft {
  readonly ok: true;
  readonly draft: AnyDraft;
  readonly action: AnyAction;
  readonly metadata: unknown;
}

type CheckResult = CheckedDraft | { readonly ok: false; readonly problems: readonly Problem[] };

function checkDraft(catalog: Catalog<AnyAction>, draft: unknown, now: number): CheckResult {
  if (!isPlainObject(draft))
    return { ok: false, problems: [{ path: "", must: "be a draft, an object" }] };
  const name = draft.action;
  const action = typeof name === "string" ? catalog.find(name) : undefined;
  const problems = checkEnvelope(draft, action, now);
  const { copy, problems: notJson } = copyJson(draft.metadata, "metadata");
  problems.push(...notJson);
  if (action === undefined || notJson.length > 0) return { ok: false, problems };

  const version = draft.version ?? action.latest;
  const schema = action.versions.find(({ number }) => number === version)?.schema;
  const parsed = schema?.safeParse(copy);
  for (const { path, message } of parsed?.error?.issues ?? [])
    problems.push({
      path: ["metadata", ...path.map(String)].join("."),
      must: `fit version ${version} of "${action.name}" (${message})`,
    });
  if (problems.length > 0) return { ok: false, problems };
  // Safe: `checkEnvelope` found no problem with any field of the draft.
  const valid = draft as unknown as AnyDraft;
  return { ok: true, draft: valid, action, metadata: deepFreeze(parsed?.data) };
}

function refuseInvalid(drafts: readonly AnyDraft[], checked: readonly CheckResult[]): void {
  const problems = checked.flatMap((result, index) => {
    if (result.ok) return [];
    if (checked.length === 1) return result.problems;
    return result.problems.map((problem) => ({
      ...problem,
      path: [index, problem.path].filter((step) => step !== "").join("."),
    }));
  });
  if (problems.length === 0) return;
  const action: unknown = drafts[0]?.action;
  const what = checked.length > 1 ? `${checked.length} drafts` : quoteAction(action);
  throw new InvalidDraftError(what, problems);
}

function quoteAction(action: unknown): string {
  return typeof action === "string" ? JSON.stringify(action.slice(0, 80)) : "the draft";
}

/** Remembers the last number per stream, up to a bound; the streams written longest ago go first. */
function lastNumberPerStream(bound: number): {
  replace(stream: string, number: number): number | undefined;
} {
  const numbers = new Map<string, number>();
  let forgotSome = false;
  return {
    replace(stream, number) {
      const previous = numbers.get(stream) ?? (forgotSome ? undefined : 0);
      numbers.delete(stream);
      numbers.set(stream, number);
      if (numbers.size > bound) {
        for (const oldest of numbers.keys()) {
          numbers.delete(oldest);
          break;
        }
        forgotSome = true;
      }
      return previous;
    },
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

function cryptoBytes(count: number): Uint8Array {
  // Safe: every runtime this runs on (Node 20, browsers, edge) has the Web Crypto global.
  const { crypto } = globalThis as unknown as {
    crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
  };
  return crypto.getRandomValues(new Uint8Array(count));
}
