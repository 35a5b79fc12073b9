import type { LiteralValue } from "./literal-value.ts";
import type { TemplateParameter } from "./template-parameters.ts";

const SAMPLES: ReadonlyMap<string, string> = new Map([
  ["String", "a"],
  ["Boolean", "1"],
  ["Date", "2024-01-02"],
  ["DateTime", "2024-01-02 03:04:05"],
  ["DateTime64", "2024-01-02 03:04:05.678"],
  ["Float32", "1.5"],
  ["Float64", "1.5"],
  ["JSON", "{}"],
]);

/**
 * Gives a value that a parameter takes, as it stands in a query string: its example, the first of
 * its `enum`, its default, else one of its type.
 */
export function sampleValue({
  type,
  example,
  enum: values,
  default: otherwise,
}: TemplateParameter): string {
  const [first] = Array.isArray(values) ? values : [];
  const said: LiteralValue | undefined = example ?? first ?? otherwise;
  if (said !== undefined && said !== "") return written(said);
  const element = /^Array\((.*)\)$/.exec(type)?.[1];
  return SAMPLES.get(element ?? type) ?? (/^U?Int/.test(element ?? type) ? "1" : "a");
}

function written(value: LiteralValue): string {
  return Array.isArray(value) ? value.map(written).join(",") : String(value);
}
