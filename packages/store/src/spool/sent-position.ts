import { open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { ifMissing, sentPath } from "./spool-files.ts";

/** How much of a segment needs no sending any more. */
export interface SentPosition {
  readonly bytes: number;
  readonly events: number;
}

const line = /^(\d+) (\d+) ([0-9a-f]{8})$/;

/** Gives what is remembered of a segment; a line that is not whole counts as not there. */
export async function readSent(segment: string): Promise<SentPosition> {
  const text = await readFile(sentPath(segment), "utf8").catch(ifMissing(() => ""));
  let last: SentPosition = { bytes: 0, events: 0 };
  for (const written of text.split("\n")) {
    const [, bytes, events, checksum] = line.exec(written) ?? [];
    if (checksum !== undefined && checksum === checksumOf(`${bytes} ${events}`))
      last = { bytes: Number(bytes), events: Number(events) };
  }
  return last;
}

/** Remembers durably how much of a segment was sent. */
export async function writeSent(segment: string, { bytes, events }: SentPosition): Promise<void> {
  const file = await open(sentPath(segment), "a", 0o600);
  try {
    const position = `${bytes} ${events}`;
    // It begins a line of its own, as the one before may be torn.
    await file.write(`\n${position} ${checksumOf(position)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
