import { arrayType } from "./array-type.ts";
import { booleanType } from "./boolean-type.ts";
import {
  dateDiffInDays,
  dateDiffInHours,
  dateDiffInMinutes,
  dateDiffInSeconds,
  dayDiff,
} from "./date-diff.ts";
import { defined } from "./defined.ts";
import { column, columns, symbol, table } from "./identifier-functions.ts";
import { jsonType } from "./json-type.ts";
import { enumerateWithLast, splitToArray } from "./list-functions.ts";
import { PYTHON_BUILTIN_FUNCTIONS } from "./python-builtin-functions.ts";
import {
  enumerate,
  float,
  int,
  len,
  list,
  max,
  min,
  range,
  string,
  sum,
} from "./python-functions.ts";
import { activate, backendHint, cacheTtl, disable, maxThreads } from "./query-settings.ts";
import { customError, error } from "./raise-error.ts";
import { bareInteger, scalarType } from "./scalar-type.ts";
import { secret } from "./secret.ts";
import { sqlAnd } from "./sql-and.ts";
import { sqlUnescape } from "./sql-unescape.ts";
import type { TemplateFunction } from "./template-function.ts";

const SCALARS = [
  "String",
  "Date",
  "DateTime",
  "DateTime64",
  "Float32",
  "Float64",
  ...["Int", "UInt"].flatMap((sign) => [8, 16, 32, 64, 128, 256].map((width) => sign + width)),
];

const TYPES: ReadonlyMap<string, TemplateFunction> = new Map([
  ...SCALARS.map((type): [string, TemplateFunction] => [type, scalarType(type)]),
  ["Int", bareInteger()],
  ["Integer", bareInteger()],
  ["Boolean", booleanType],
  ["Array", arrayType],
  ["JSON", jsonType],
]);

const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ...TYPES,
  ...PYTHON_BUILTIN_FUNCTIONS,
  ["defined", defined],
  ["column", column],
  ["columns", columns],
  ["symbol", symbol],
  ["table", table],
  ["TABLE", table],
  ["split_to_array", splitToArray],
  ["enumerate_with_last", enumerateWithLast],
  ["sql_and", sqlAnd],
  ["sql_unescape", sqlUnescape],
  ["error", error],
  ["custom_error", customError],
  ["day_diff", dayDiff],
  ["date_diff_in_days", dateDiffInDays],
  ["date_diff_in_hours", dateDiffInHours],
  ["date_diff_in_minutes", dateDiffInMinutes],
  ["date_diff_in_seconds", dateDiffInSeconds],
  ["max_threads", maxThreads],
  ["cache_ttl", cacheTtl],
  ["activate", activate],
  ["disable", disable],
  ["backend_hint", backendHint],
  ["tb_secret", secret],
  ["tb_var", secret],
  ["len", len],
  ["list", list],
  ["min", min],
  ["max", max],
  ["sum", sum],
  ["int", int],
  ["float", float],
  ["str", string],
  ["range", range],
  ["enumerate", enumerate],
]);

/** Names of the functions of the template language. */
export const functionNames: readonly string[] = [...FUNCTIONS.keys()];

/** Finds a function of the template language. */
export function findFunction(name: string): TemplateFunction | undefined {
  return FUNCTIONS.get(name);
}

/** Tells whether it is a function that gives a parameter its type. */
export function isTypeFunction(name: string): boolean {
  return TYPES.has(name);
}
