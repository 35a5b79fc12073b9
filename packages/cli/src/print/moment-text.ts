import { type Moment, pathText } from "@audit/projections";
import { leafText } from "./state-rows.ts";

/** Gives what a moment means and what it changed, as a line. */
export function momentText(
  { sentence, late, changes }: Moment<unknown>,
  show: (timestamp: number) => string,
): string {
  // Lists that repeat what the timeline itself says.
  const told = changes.filter(({ path }) => path[0] !== "history" && path[0] !== "people");
  const texts = told.map(({ path, from, to }) => {
    const before = from === undefined ? "" : `${leafText(path, from, show)} → `;
    return `${pathText(path)} ${before}${to === undefined ? "gone" : leafText(path, to, show)}`;
  });
  const changed = texts.length === 0 ? "" : ` [${texts.join(", ")}]`;
  return `${sentence}${late ? " (late)" : ""}${changed}`;
}
