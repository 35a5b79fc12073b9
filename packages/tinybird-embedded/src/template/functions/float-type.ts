const FLOAT = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)$/i;

/** Gives the number that a text is to Python's `float`, or nothing if it is none. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim();
  if (!FLOAT.test(trimmed)) return undefined;
  if (/nan$/i.test(trimmed)) return Number.NaN;
  const infinity = /^([+-]?)inf/i.exec(trimmed);
  if (infinity === null) return Number(trimmed);
  return infinity[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
