/** Functions that `{{ }}` can call; in statements Python's others can be called too. */
const OUTPUT_FUNCTIONS: ReadonlySet<string> = new Set([
  ...["String", "Boolean", "Date", "DateTime", "DateTime64", "Float32", "Float64", "Array", "JSON"],
  ...["Int", "Integer"],
  ...["Int", "UInt"].flatMap((sign) => [8, 16, 32, 64, 128, 256].map((width) => sign + width)),
  ...["defined", "column", "columns", "symbol", "table", "TABLE", "split_to_array"],
  ...["enumerate_with_last", "sql_and", "sql_unescape", "error", "custom_error", "day_diff"],
  ...["date_diff_in_days", "date_diff_in_hours", "date_diff_in_minutes", "date_diff_in_seconds"],
  ...["max_threads", "cache_ttl", "activate", "disable", "backend_hint", "tb_secret", "tb_var"],
  ...["len", "list", "min", "max", "int", "float"],
]);

/** Tells whether Tinybird lets `{{ }}` call the function. */
export function isOutputFunction(name: string): boolean {
  return OUTPUT_FUNCTIONS.has(name);
}
