// Tinybird looks at the beginning only, except for Date; escaping keeps the rest harmless.
const PATTERNS: ReadonlyMap<string, RegExp> = new Map([
  ["Date", /^\d{4}-\d\d-\d\d$/],
  ["DateTime", /^(?:\d{4}.\d\d.\d\d[T\s]\d\d:\d\d:\d\d|\d\d.\d\d.\d{4}.\d{1,2}:\d{1,2}:\d{1,2})/],
  [
    "DateTime64",
    /^(?:\d{4}.\d\d.\d\d[T\s]\d\d:\d\d:\d\d.\d{3}|\d\d.\d\d.\d{4}.\d{1,2}:\d{1,2}:\d{1,2}.\d{1,3})/,
  ],
]);

/** Tells whether it is the name of a type of dates. */
export function isDateType(type: string): boolean {
  return PATTERNS.has(type);
}

/** Tells whether Tinybird takes the text for a date of this type. */
export function isDateText(type: string, text: string): boolean {
  return PATTERNS.get(type)?.test(text) ?? false;
}
