import type { CheckProblem } from "./check-report.ts";

const missing = [
  /Unknown table expression identifier '(?:tb\.)?`?(\w+)`?'/,
  /Table `?(?:tb`?\.`?)?(\w+)`? does not exist/,
  /(?:DATASOURCE|Cannot find a data source)[^"]*current value is "(\w+)"/,
  /data source of the project: there is no "(\w+)"/,
  /The pipe "(\w+)" does not exist/,
];

/** Names the resource whose absence a reason is about. */
export function missingName(reason: string): string | undefined {
  for (const pattern of missing) {
    const name = pattern.exec(reason)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/**
 * Says in the project's words that something is missing: what it is, and why if it is a file that does not work.
 *
 * @param broken The problems of files by the name of their resource.
 */
export function reasonOfMissing(reason: string, broken: ReadonlyMap<string, CheckProblem>): string {
  const name = missingName(reason);
  if (name === undefined) return reason;
  const part = /^(test|with) "[^"]*"( given)?: /.exec(reason)?.[0] ?? "";
  const cause = broken.get(name) ?? broken.get(name.replace(/_quarantine$/, ""));
  if (cause !== undefined) {
    return `${part}it needs "${name}", which does not work: see ${cause.file}:${cause.line}`;
  }
  return /Unknown table|does not exist\b/.test(reason)
    ? `${part}it reads "${name}", which the project does not have`
    : reason;
}
