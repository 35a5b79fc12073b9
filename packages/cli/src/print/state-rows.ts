import { type Path, pathText, type ReplayReport } from "@audit/projections";
import { writeDuration } from "../time/write-time.ts";
import { plainValue } from "./plain-text.ts";

/** Gives the leaves of a state as rows: where, and what; moments and lengths of time as people write them. */
export function stateRows(state: unknown, show: (timestamp: number) => string): string[][] {
  const rows: string[][] = [];
  const walk = (path: Path, value: unknown) => {
    const entries = isObject(value) ? Object.entries(value) : [];
    if (entries.length === 0) rows.push([pathText(path), leafText(path, value, show)]);
    for (const [key, child] of entries) if (child !== undefined) walk([...path, key], child);
  };
  walk([], state);
  return rows;
}

/** Gives a leaf as text. */
export function leafText(path: Path, value: unknown, show: (timestamp: number) => string): string {
  if (value === undefined) return "(nothing)";
  const key = path.at(-1);
  if (typeof value === "number" && typeof key === "string") {
    if (/^(since|at|[a-z]\w*At)$/.test(key) && value > 1e11) return show(value);
    if (/^timeTo[A-Z]/.test(key)) return writeDuration(value);
  }
  return plainValue(value);
}

/** Gives what a state rests on, as a line. */
export function reportText(report: ReplayReport): string {
  const { applied, notHandled, unknown, copies, late, exactness, reasons, leftOut, notThere } =
    report;
  const parts = [
    exactness === "exact" ? "exact" : `partial (${reasons.join(", ")})`,
    `${applied} ${applied === 1 ? "event" : "events"} applied`,
    notHandled > 0 && `${notHandled} not handled`,
    unknown.length > 0 && `${unknown.length} not understood`,
    copies > 0 && `${copies} ${copies === 1 ? "copy" : "copies"} dropped`,
    late.length > 0 && `${late.length} late`,
    leftOut.length > 0 && `${leftOut.length} left out`,
    notThere.length > 0 && `not there to leave out: ${notThere.join(", ")}`,
  ];
  return parts.filter((part) => typeof part === "string").join(", ");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
