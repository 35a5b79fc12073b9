import colors from "picocolors";
import type { CheckCount, CheckReport } from "./check-report.ts";
import { wrap } from "./wrap.ts";

/** How a report is to look. */
export interface PrintOptions {
  /** Characters of a line. */
  readonly width: number;
  readonly coloured: boolean;
}

/** Writes a report for a person: what works by kind, then each problem under its place. */
export function printReport(report: CheckReport, { width, coloured }: PrintOptions): string {
  const paint = colors.createColors(coloured);
  const counts: readonly (readonly [string, CheckCount])[] = [
    ["Data sources", report.datasources],
    ["Materializations", report.materializations],
    ["Endpoints", report.endpoints],
    ["Tests", report.tests],
  ];
  const digits = Math.max(...counts.map(([, { total }]) => String(total).length));
  const lines = counts.map(([what, { total, ok }]) => {
    const number = `${String(ok).padStart(digits)} of ${String(total).padStart(digits)}`;
    return `${what.padEnd(16)}  ${ok === total ? paint.green(number) : paint.red(number)} work`;
  });
  const { problems } = report;
  if (problems.length === 0) return [...lines, "", "All works."].join("\n");
  lines.push("", problems.length === 1 ? "1 problem:" : `${problems.length} problems:`);
  for (const { file, line, reason } of problems) {
    lines.push("", ...wrap(`${file}:${line}`, width).map(paint.bold));
    lines.push(...wrap(reason, width - 2).map((each) => `  ${each}`));
  }
  return lines.join("\n");
}
