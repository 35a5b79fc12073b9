import { bold } from "./bold.ts";
import { wrapText } from "./wrap-text.ts";

/** Gives a title for what follows, and below it what else there is to know. */
export function heading(title: string, width: number, note?: string): string {
  const lines = wrapText(title, width).map(bold);
  return [...lines, ...(note === undefined ? [] : wrapText(note, width)), ""].join("\n");
}
