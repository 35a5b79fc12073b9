/** Gives a JSON object, or nothing when a text is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    // Safe: of an object any key may be read.
    return value as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
