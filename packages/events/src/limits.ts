import type { AnyAction } from "./catalog.ts";
import type { EmittedEvent } from "./event.ts";
import { isPlainObject } from "./json.ts";
import type { Problem } from "./problem.ts";

/** How much an event may hold. */
export interface Limits {
  /** Bytes of the whole draft as JSON; a larger one is refused. @defaultValue 32,768 */
  readonly eventBytes: number;
  /** Keys of metadata, at every depth; more are a warning. @defaultValue 50 */
  readonly metadataKeys: number;
  /** Characters of a text in metadata; more are a warning. @defaultValue 500 */
  readonly textLength: number;
}

/** The limits of a writer that is not told otherwise. */
export const defaultLimits: Limits = { eventBytes: 32_768, metadataKeys: 50, textLength: 500 };

/** Gives the bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A pair of surrogates is two units and four bytes; any other unit above U+07FF is three bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/**
 * Gives a number of bytes that a JSON value does not go beyond when it is written: cheap, and far
 * above for long texts, as any UTF-16 unit may be escaped, which is six bytes.
 */
export function jsonBytesAtMost(value: unknown): number {
  if (typeof value === "string") return 6 * value.length + 2;
  // The longest number is "-1.2345678901234567e-308".
  if (typeof value !== "object" || value === null) return 24;
  let bytes = 2;
  if (Array.isArray(value)) for (const item of value) bytes += jsonBytesAtMost(item) + 1;
  else
    for (const key of Object.keys(value)) {
      // Safe: own keys of the object are read, and what they hold is looked at.
      const item = (value as Readonly<Record<string, unknown>>)[key];
      bytes += 6 * key.length + 4 + jsonBytesAtMost(item);
    }
  return bytes;
}

/**
 * Gives what is wrong with an event though not wrong enough to refuse it: its action is deprecated, or
 * its metadata is larger than anyone will read. Names paths, never values.
 */
export function warningsOf(
  { metadata }: EmittedEvent,
  action: AnyAction | undefined,
  limits: Limits,
): readonly Problem[] {
  const warnings: Problem[] = [];
  if (action?.deprecated !== undefined)
    warnings.push({ path: "action", must: `not be emitted any more: ${action.deprecated}` });
  if (isSmall(metadata, limits)) return warnings;
  let keys = 0;
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "string" && value.length > limits.textLength)
      warnings.push({ path, must: `have at most ${limits.textLength} characters` });
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) walk(item, `${path}.${index}`);
    else if (isPlainObject(value))
      for (const [key, item] of Object.entries(value)) {
        keys += 1;
        walk(item, `${path}.${key}`);
      }
  };
  walk(metadata, "metadata");
  if (keys > limits.metadataKeys)
    warnings.push({
      path: "metadata",
      must: `have at most ${limits.metadataKeys} keys`,
      value: String(keys),
    });
  return warnings;
}

/** Tells of most metadata at once that it is within limits: paths are only written where it is not. */
function isSmall(metadata: unknown, { metadataKeys, textLength }: Limits): boolean {
  let keys = 0;
  const isWithin = (value: unknown): boolean => {
    if (typeof value === "string") return value.length <= textLength;
    if (typeof value !== "object" || value === null) return true;
    if (Array.isArray(value)) return value.every(isWithin);
    for (const item of Object.values(value)) {
      keys += 1;
      if (!isWithin(item)) return false;
    }
    return true;
  };
  return isWithin(metadata) && keys <= metadataKeys;
}
