/** Quotes a name for SQL text. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll(/[\\`]/g, "\\$&")}\``;
}

/** Quotes a string for SQL text. */
export function quoteString(value: string): string {
  return `'${value.replaceAll(/[\\']/g, "\\$&")}'`;
}
