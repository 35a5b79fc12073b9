import { breather } from "./breather.ts";
import { findFrame, prefixBytes, readFrame, readPrefix } from "./frame.ts";
import { readFrom } from "./read-segment.ts";
import { readSent } from "./sent-position.ts";
import { bytesOf, listSpool } from "./spool-files.ts";

/** What a spool holds and how it fares. */
export interface SpoolState {
  /** Events that wait to be sent, of all processes. */
  readonly events: number;
  /** Bytes of these. */
  readonly bytes: number;
  /** Ms since the oldest of these was added; 0 if there is none. */
  readonly age: number;
  /** Bytes of all files, which stay under `maximumBytes`. */
  readonly diskBytes: number;
  /** Events in files of their own as Tinybird refuses them for good, by the code of the refusal. */
  readonly setAside: Readonly<Record<string, number>>;
  /** Files with bytes that are not what was written. */
  readonly corruptFiles: number;
  /** What this process saw since it opened the spool. */
  readonly sinceOpen: {
    readonly sent: number;
    /** Records that were cut, as their writer ended while it wrote them. */
    readonly torn: number;
    readonly failedDrains: number;
    /** The last failure; absent once a drain has ended well. */
    readonly failure?: { readonly code: string; readonly at: number };
    /** Adds that were rejected as the spool or the disk was full. */
    readonly full: number;
  };
  /** Whether adds are rejected until it is opened again. */
  readonly isBroken: boolean;
}

interface Scan {
  bytes: number;
  events: number;
}

/** Counts what waits in a directory. What it has counted once it does not read again. */
export class DepthCounter {
  readonly #directory: string;
  #scans = new Map<string, Scan>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async count(now: number): Promise<Omit<SpoolState, "sinceOpen" | "isBroken">> {
    const { segments, all, aside, corrupt } = await listSpool(this.#directory);
    const scans = new Map<string, Scan>();
    let events = 0;
    let bytes = 0;
    let oldest: number | undefined;
    for (const { path } of segments) {
      const before = this.#scans.get(path) ?? { bytes: 0, events: 0 };
      const scan = await scanOn(before, await readFrom(path, before.bytes));
      scans.set(path, scan);
      const sent = await readSent(path);
      events += Math.max(0, scan.events - sent.events);
      bytes += Math.max(0, scan.bytes - sent.bytes);
      if (scan.bytes > sent.bytes) oldest ??= await timeAt(path, sent.bytes);
    }
    this.#scans = scans;
    const setAside: Record<string, number> = {};
    for (const { code, rows } of aside) setAside[code] = (setAside[code] ?? 0) + rows;
    return {
      events,
      bytes,
      age: oldest === undefined ? 0 : Math.max(0, now - oldest),
      diskBytes: await bytesOf(all),
      setAside,
      corruptFiles: corrupt.length,
    };
  }
}

/** Counts on, with what came after what was counted. */
async function scanOn(before: Scan, more: Buffer): Promise<Scan> {
  const breathe = breather();
  let at = 0;
  let events = before.events;
  while (at < more.length) {
    await breathe();
    const frame = readFrame(more, at);
    const next = frame.kind === "whole" ? frame.end : findFrame(more, at);
    if (next < 0) break;
    if (frame.kind === "whole") events += frame.rows;
    at = next;
  }
  return { bytes: before.bytes + at, events };
}

/** Gives when the frame at a place was added. */
async function timeAt(path: string, place: number): Promise<number | undefined> {
  return readPrefix(await readFrom(path, place, place + prefixBytes), 0)?.at;
}
