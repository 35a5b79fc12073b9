import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Row } from "../row.ts";
import { encodeFrame } from "./frame.ts";
import { syncDirectory } from "./spool-files.ts";

/** Where rows or bytes stood; the same place gives the same file, so that a second try adds none. */
export interface Place {
  readonly segment: string;
  readonly offset: number;
  /** Rows between the offset and the first of them. */
  readonly row?: number;
}

/** Keeps rows that Tinybird refuses for good, framed as in a segment, in a file that is named for the reason. */
export function setRowsAside(
  { segment, offset, row = 0 }: Place,
  code: string,
  rows: readonly Row[],
  at: number,
): Promise<void> {
  const word = code.replaceAll(/\W/g, "_");
  return write(
    `${base(segment)}.${offset}-${row}.${rows.length}.${word}.aside`,
    encodeFrame(rows, at),
  );
}

/** Keeps bytes that are not what was written, as they are. */
export function setBytesAside({ segment, offset }: Place, bytes: Buffer): Promise<void> {
  return write(`${base(segment)}.${offset}.corrupt`, bytes);
}

async function write(path: string, bytes: Buffer): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, "w", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
  await syncDirectory(dirname(path));
}

function base(segment: string): string {
  return segment.replace(/\.log$/, "");
}
