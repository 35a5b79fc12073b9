import { isPlainObject, isWellFormed, type JsonValue, maxDepth } from "../json.ts";
import { fits, type Shape } from "../shape.ts";

/** Metadata that needs no second look. */
export interface TakenMetadata {
  /** Frozen at every depth; shares nothing with what was given. */
  readonly copy: JsonValue;
  /** What it takes up as JSON is not more. */
  readonly bytesAtMost: number;
}

/**
 * Gives a frozen copy of metadata that certainly fits its shape and that JSON carries as it is, in one
 * walk. Undefined where anything needs another look: what is wrong, and whether, is not said here.
 *
 * @param mostBytes more is undefined too; at most 100,000, so that shared parts cannot be without end
 */
export function takeMetadata(
  shape: Shape,
  value: unknown,
  mostBytes: number,
): TakenMetadata | undefined {
  const work: Work = { bytes: 0, mostBytes };
  const copy = take(work, shape, value, 0);
  return copy === undefined || work.bytes > mostBytes
    ? undefined
    : { copy, bytesAtMost: work.bytes };
}

interface Work {
  bytes: number;
  readonly mostBytes: number;
}

/** The longest number is "-1.2345678901234567e-308". */
const numberBytes = 24;

function take(work: Work, shape: Shape, value: unknown, depth: number): JsonValue | undefined {
  switch (shape.kind) {
    case "string":
      return typeof value === "string" ? takeText(work, value) : undefined;
    case "number":
      return takeNumber(work, value);
    case "integer":
      return Number.isSafeInteger(value) ? takeNumber(work, value) : undefined;
    case "boolean":
      return typeof value === "boolean" ? takeJson(work, value, depth) : undefined;
    case "null":
      return value === null ? takeJson(work, value, depth) : undefined;
    case "values":
      return shape.values.has(value) ? takeJson(work, value, depth) : undefined;
    case "optional":
      return take(work, shape.inner, value, depth);
    case "nullable":
      return value === null ? takeJson(work, value, depth) : take(work, shape.inner, value, depth);
    case "list":
      return takeList(work, shape.inner, value, depth);
    case "object":
      return takeObject(work, shape, value, depth);
    case "schema": {
      const copy = takeJson(work, value, depth);
      return copy !== undefined && fits(shape, copy) ? copy : undefined;
    }
  }
}

function takeText(work: Work, value: string): string | undefined {
  work.bytes += 6 * value.length + 2;
  return isWellFormed(value) ? value : undefined;
}

function takeNumber(work: Work, value: unknown): number | undefined {
  work.bytes += numberBytes;
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

function takeList(work: Work, inner: Shape | undefined, value: unknown, depth: number) {
  if (!Array.isArray(value) || isTooMuch(work, depth)) return undefined;
  const copy: JsonValue[] = [];
  work.bytes += value.length + 2;
  for (let index = 0; index < value.length; index += 1) {
    const item: unknown = value[index];
    const taken =
      inner === undefined ? takeJson(work, item, depth + 1) : take(work, inner, item, depth + 1);
    if (taken === undefined) return undefined;
    copy.push(taken);
  }
  return Object.freeze(copy);
}

function takeObject(
  work: Work,
  { fields, required }: Extract<Shape, { readonly kind: "object" }>,
  value: unknown,
  depth: number,
) {
  if (!isPlainObject(value) || isTooMuch(work, depth)) return undefined;
  const copy: Record<string, JsonValue> = {};
  let missing = required;
  work.bytes += 2;
  // Not `Object.entries`: this makes no list. What it inherits is no field, or `isClean` is false.
  for (const key in value) {
    const item = value[key];
    if (item === undefined) continue;
    const field = fields.get(key);
    if (field === undefined) return undefined;
    const taken = take(work, field, item, depth + 1);
    if (taken === undefined) return undefined;
    if (field.kind !== "optional") missing -= 1;
    copy[key] = taken;
    work.bytes += 6 * key.length + 4;
  }
  if (required >= 0) return missing === 0 ? Object.freeze(copy) : undefined;
  for (const [key, field] of fields)
    if (!Object.hasOwn(copy, key) && !fits(field, undefined)) return undefined;
  return Object.freeze(copy);
}

/** Takes any JSON. */
function takeJson(work: Work, value: unknown, depth: number): JsonValue | undefined {
  if (typeof value === "string") return takeText(work, value);
  if (typeof value === "number") return takeNumber(work, value);
  if (typeof value === "boolean" || value === null) {
    work.bytes += 5;
    return value;
  }
  if (Array.isArray(value)) return takeList(work, undefined, value, depth);
  if (!isPlainObject(value) || isTooMuch(work, depth)) return undefined;
  const copy: Record<string, JsonValue> = {};
  work.bytes += 2;
  for (const key in value) {
    const item = value[key];
    if (item === undefined) continue;
    // Plain assignment to `__proto__` would change the prototype.
    if (key === "__proto__" || !isWellFormed(key)) return undefined;
    const taken = takeJson(work, item, depth + 1);
    if (taken === undefined) return undefined;
    copy[key] = taken;
    work.bytes += 6 * key.length + 4;
  }
  return Object.freeze(copy);
}

/** Ends what is without end: nesting, and parts that are shared again and again. */
function isTooMuch(work: Work, depth: number): boolean {
  return depth >= maxDepth || work.bytes > work.mostBytes;
}
