import { StartError } from "../start-error.ts";
import { checkProject } from "./check-project.ts";
import { printReport } from "./print-report.ts";
import { showProgress } from "./show-progress.ts";

/** Checks a project for a person or a script; gives the exit code: 0 all works, 1 problems, 2 cannot be read. */
export async function runCheck(project: string, json: boolean): Promise<0 | 1 | 2> {
  const progress = showProgress(process.stderr);
  try {
    const report = await checkProject(project, progress).finally(() => progress.end());
    const text = json
      ? JSON.stringify(report)
      : printReport(report, { width: widthOf(process.stdout), coloured: isColoured() });
    // A pipe may take a long text in parts: the process must not end before.
    await new Promise<void>((written) => process.stdout.write(`${text}\n`, () => written()));
    return report.problems.length === 0 ? 0 : 1;
  } catch (cause) {
    if (!(cause instanceof StartError)) throw cause;
    console.error(cause.message);
    return ["project_unreadable", "option_invalid"].includes(cause.code) ? 2 : 1;
  }
}

function widthOf({ columns }: { readonly columns?: number }): number {
  const said = Number(process.env.COLUMNS);
  return columns || (Number.isSafeInteger(said) && said > 0 ? said : 100);
}

function isColoured(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return !/^(0|false)$/.test(FORCE_COLOR);
  return process.stdout.isTTY === true && TERM !== "dumb";
}
