import { setImmediate } from "node:timers/promises";
import type { LineScan } from "./scan-lines.ts";
import { mostLines } from "./split-rows.ts";

/** How long a body keeps the thread before others have their turn. */
const stepMilliseconds = 20;

const lineFeed = 0x0a;

/** A row that fits as it was sent, and the places of the columns that it leaves to a DEFAULT. */
export interface LineAsSent {
  readonly line: string;
  readonly left: ReadonlySet<number>;
}

/**
 * Gives the rows of a body of NDJSON if all of them are certain to fit, `undefined` otherwise. Lets others run meanwhile
 * when it takes long.
 */
export async function linesAsSent(body: string, scan: LineScan): Promise<LineAsSent[] | undefined> {
  const rows: LineAsSent[] = [];
  let since = performance.now();
  for (let at = 0; at < body.length; ) {
    const end = scan.skip(body, at);
    const isEnd = end === body.length || body.charCodeAt(end) === lineFeed;
    if (end < 0 || !isEnd || rows.length === mostLines) return undefined;
    rows.push({ line: body.slice(at, end), left: scan.left });
    at = end + 1;
    if (rows.length % 64 !== 0 || performance.now() - since < stepMilliseconds) continue;
    await setImmediate();
    since = performance.now();
  }
  return rows.length === 0 ? undefined : rows;
}
