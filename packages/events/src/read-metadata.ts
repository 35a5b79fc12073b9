import type { z } from "zod";
import type { ActionVersion } from "./action.ts";
import type { AnyAction } from "./catalog.ts";
import type { ExtraKey, UnknownReason } from "./event.ts";
import { copyJson } from "./json.ts";
import { fits } from "./shape.ts";

type ReadResult =
  | { readonly ok: true; readonly metadata: unknown; readonly extra: readonly ExtraKey[] }
  | { readonly ok: false; readonly reason: UnknownReason; readonly detail: string };

/**
 * Gives metadata in the latest version: parsed with the schema it was stored in, then step by step
 * converted and parsed with the next.
 *
 * Kind where it reads: keys that the stored version does not know are cut at their paths and given
 * as `extra`, as long as the rest parses. Details name fields, never values.
 */
export function readMetadata(action: AnyAction, version: number, stored: unknown): ReadResult {
  const recorded = action.versions[version - 1];
  if (recorded === undefined || recorded.number !== version)
    return {
      ok: false,
      reason: "version_unknown",
      detail: `"${action.name}" is known in versions 1 to ${action.latest}, stored is ${version}`,
    };
  const first = parseKindly(recorded, stored);
  if (!first.ok)
    return { ok: false, reason: "metadata_invalid", detail: describeIssues(first.issues) };

  let metadata: unknown = first.value;
  for (let index = version; index < action.versions.length; index += 1) {
    const step = action.versions[index];
    if (step === undefined) break;
    const next = upcast(step, metadata);
    if (!next.ok) {
      const detail = `the upcast to version ${step.number} of "${action.name}" ${next.why}`;
      return { ok: false, reason: "upcast_failed", detail };
    }
    metadata = next.value;
  }
  return { ok: true, metadata, extra: first.extra };
}

function upcast(
  step: ActionVersion,
  before: unknown,
): { ok: true; value: unknown } | { ok: false; why: string } {
  let converted: unknown;
  try {
    converted = step.upcast?.(before);
  } catch (error) {
    // Not the message: a conversion's error may quote metadata.
    return { ok: false, why: `threw ${error instanceof Error ? error.name : "a value"}` };
  }
  if (fits(step.shape, converted)) return { ok: true, value: converted };
  const parsed = step.schema.safeParse(converted);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, why: `gave what its schema refuses: ${describeIssues(parsed.error.issues)}` };
}

type KindResult =
  | { readonly ok: true; readonly value: unknown; readonly extra: readonly ExtraKey[] }
  | { readonly ok: false; readonly issues: readonly z.core.$ZodIssue[] };

const nothing: readonly ExtraKey[] = Object.freeze([]);

function parseKindly({ schema, shape }: ActionVersion, stored: unknown): KindResult {
  if (fits(shape, stored)) return { ok: true, value: stored, extra: nothing };
  const strict = schema.safeParse(stored);
  if (strict.success) return { ok: true, value: strict.data, extra: nothing };
  const { issues } = strict.error;
  const unknownKeys = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  if (issues.some(({ code }) => code !== "unrecognized_keys")) return { ok: false, issues };

  const trimmed: unknown = copyJson(stored, "metadata").copy;
  const extra = unknownKeys.map((path) => ({ path, value: cut(trimmed, path) }));
  const rest = schema.safeParse(trimmed);
  return rest.success
    ? { ok: true, value: rest.data, extra }
    : { ok: false, issues: rest.error.issues };
}

function cut(from: unknown, path: readonly PropertyKey[]): unknown {
  const key = path.at(-1);
  let parent = from;
  for (const step of path.slice(0, -1)) parent = childOf(parent, step);
  if (typeof parent !== "object" || parent === null || key === undefined) return undefined;
  const value = childOf(parent, key);
  Reflect.deleteProperty(parent, key);
  return value;
}

function childOf(parent: unknown, key: PropertyKey): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return Object.getOwnPropertyDescriptor(parent, key)?.value;
}

/** Writes zod's issues with their paths; zod's own messages name types and allowed values, not the input. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map(({ path, message }) => `${["metadata", ...path.map(String)].join(".")}: ${message}`)
    .join("; ");
}
