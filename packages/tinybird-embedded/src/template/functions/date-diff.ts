import { syntaxError } from "../template-error.ts";
import { isTrue, stringOf, type Value } from "../value.ts";
import { parseDate } from "./parse-date.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

const DATE = "%Y-%m-%d";
const DATE_TIME = "%Y-%m-%d %H:%M:%S";
const DATE_TIME_HINT =
  "defaults to YYYY-MM-DD hh:mm:ss. Or %Y-%m-%d %H:%M:%S [.ssssss]Z, e.g. ms: 2022-12-19T18:42:22.591Z s:2022-12-19T18:42:22Z";

/** `day_diff(a, b)`: whole days between two dates, never negative. */
export const dayDiff: TemplateFunction = {
  parameters: ["d0", "d1", "default"],
  required: 2,
  call: (given) => {
    const seconds = difference(given, DATE);
    if (seconds !== undefined) return whole(seconds, 86_400);
    throw syntaxError(
      "invalid date format in function `day_diff`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26. For other fotmats, try `date_diff_in_days`",
    );
  },
};

/** `date_diff_in_days(a, b, …)`: whole days between two dates, never negative. */
export const dateDiffInDays = dateDiff(
  86_400,
  DATE,
  "invalid date format in function `date_diff_in_days`, it must be ISO format date YYYY-MM-DD, e.g. 2018-09-26",
);

/** `date_diff_in_hours(a, b, …)`: whole hours between two times, never negative. */
export const dateDiffInHours = dateDiff(
  3600,
  DATE_TIME,
  `invalid date_format in function \`date_diff_in_hours\`, ${DATE_TIME_HINT}`,
);

/** `date_diff_in_minutes(a, b, …)`: whole minutes; its error names the one for seconds, as Tinybird's. */
export const dateDiffInMinutes = dateDiff(
  60,
  DATE_TIME,
  `invalid date_format in function \`date_diff_in_seconds\`, ${DATE_TIME_HINT}`,
);

/** `date_diff_in_seconds(a, b, …)`: whole seconds between two times, never negative. */
export const dateDiffInSeconds = dateDiff(
  1,
  DATE_TIME,
  `invalid date_format in function \`date_diff_in_seconds\`, ${DATE_TIME_HINT}`,
);

function dateDiff(unit: number, format: string, failure: string): TemplateFunction {
  return {
    parameters: ["d0", "d1", "date_format", "default", "backup_date_format", "none_if_error"],
    required: 2,
    call: (given) => {
      const seconds = difference(given, stringOf(given.get("date_format")) ?? format);
      if (seconds !== undefined) return whole(seconds, unit);
      if (isTrue(given.get("none_if_error"))) return null;
      throw syntaxError(failure);
    },
  };
}

function difference(given: BoundArguments, format: string): number | undefined {
  const backup = stringOf(given.get("backup_date_format"));
  const first = read(given.get("d0"), format, backup);
  const second = read(given.get("d1"), format, backup);
  return first === undefined || second === undefined ? undefined : Math.abs(second - first);
}

function read(value: Value, format: string, backup: string | undefined): number | undefined {
  const text = stringOf(value);
  if (text === undefined) return undefined;
  return parseDate(text, format) ?? (backup ? parseDate(text, backup) : undefined);
}

function whole(seconds: number, unit: number): bigint {
  return BigInt(Math.floor(seconds / unit));
}
