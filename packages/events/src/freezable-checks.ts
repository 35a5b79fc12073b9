type Def = Readonly<Record<string, unknown>>;

const shownChecks = new Set([
  "less_than",
  "greater_than",
  "multiple_of",
  "number_format",
  "min_length",
  "max_length",
  "length_equals",
]);

/**
 * Gives why a check on a schema, or a schema's own format, cannot be frozen: JSON Schema would not show
 * all of it. Undefined where it does.
 *
 * A text format is shown by its pattern, as long as that has no flags; a plain URL by its name.
 */
export function hiddenCheck(def: Def): string | undefined {
  const check = String(def.check);
  if (check === "string_format") return hiddenFormat(def);
  if (shownChecks.has(check)) return undefined;
  return `not use ${check} checks: JSON Schema does not show what they do`;
}

function hiddenFormat({ format, pattern, hostname, protocol, normalize }: Def): string | undefined {
  if (pattern instanceof RegExp)
    return /^u?$/.test(pattern.flags)
      ? undefined
      : `not use a pattern with flags: JSON Schema does not show "${pattern.flags}"`;
  const isPlainUrl = hostname === undefined && protocol === undefined && normalize !== true;
  if (format === "url" && isPlainUrl) return undefined;
  return `not use the format ${String(format)} as it is: JSON Schema does not show all of it`;
}

/** Tells whether a literal's values are all JSON. */
export function isJsonLiteral(values: readonly unknown[]): boolean {
  return values.every(
    (value) =>
      value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value),
  );
}
