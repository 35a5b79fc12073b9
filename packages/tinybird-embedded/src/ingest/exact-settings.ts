import { quoteString } from "../engine/sql-text.ts";

/** What makes the text of a value one that ClickHouse reads back as the same value, whatever the settings. */
export const exactSettings = {
  output_format_json_quote_denormals: 1,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 1,
  output_format_json_escape_forward_slashes: 0,
  date_time_output_format: "iso",
} as const;

/** The same, as a SETTINGS clause has them. */
export const exact = Object.entries(exactSettings)
  .map(([name, value]) => `${name} = ${typeof value === "number" ? value : quoteString(value)}`)
  .join(", ");
