import type { Settings } from "../engine/settings.ts";
import { RequestError } from "../request-error.ts";
import type { Parameters } from "./render-sql.ts";

/** Parameters that say how values are written; as settings of ClickHouse they have the same names. */
const names = ["output_format_json_quote_64bit_integers", "output_format_json_quote_denormals"];

const values = new Map([
  ["1", 1],
  ["true", 1],
  ["0", 0],
  ["false", 0],
]);

/**
 * Gives what a request's parameters say about how values are written.
 *
 * @throws {RequestError} 400 for a value other than 0, 1, true and false.
 */
export function outputSettings(parameters: Parameters): Settings {
  const settings: Record<string, number> = {};
  for (const name of names) {
    const sent = parameters[name];
    if (sent === undefined) continue;
    const value = typeof sent === "string" ? values.get(sent.toLowerCase()) : undefined;
    if (value === undefined) {
      throw new RequestError(400, `Cannot answer as ${name} must be 0 or 1`);
    }
    settings[name] = value;
  }
  return settings;
}
