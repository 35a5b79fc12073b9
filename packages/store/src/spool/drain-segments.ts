import { rm } from "node:fs/promises";
import type { Row } from "../row.ts";
import type { Transport } from "../transport.ts";
import { breather } from "./breather.ts";
import { decodeRows } from "./frame.ts";
import { isAlive } from "./presence.ts";
import { type ReadSegmentOptions, readSegment } from "./read-segment.ts";
import { sendRows } from "./send-rows.ts";
import { readSent, type SentPosition, writeSent } from "./sent-position.ts";
import { setBytesAside, setRowsAside } from "./set-aside.ts";
import { listSpool, presencePath, type Segment, sentPath, sizeOf } from "./spool-files.ts";

/** What a drain did, as far as it came. */
export interface DrainCounts {
  /** Events that Tinybird has acknowledged. */
  sent: number;
  /** Events that Tinybird refuses for good. */
  setAside: number;
  /** Records at the end of a segment whose writer ended before it could acknowledge them. */
  torn: number;
  /** Places that are not what was written. */
  corrupt: number;
}

/** What a drain works with. */
export interface DrainSegmentsOptions {
  readonly directory: string;
  readonly transport: Transport;
  readonly datasource: string;
  readonly now: () => number;
  /** The segment that this process may be writing. */
  readonly own?:
    | {
        readonly writer: string;
        readonly active: { readonly path: string; readonly bytes: number } | undefined;
      }
    | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly counts: DrainCounts;
  /** Positions that could not be written down, as the disk is full: a crash sends again from before. */
  readonly unwritten: Map<string, SentPosition>;
}

// Less than a request may hold: what encodes it lets nobody else run.
const batchRows = 1_000;
const batchBytes = 1_000_000;

/**
 * Sends what every segment holds that is there, in order. Segments that are begun meanwhile wait for the
 * next drain: else one beside a busy writer would never end.
 */
export async function drainSegments(options: DrainSegmentsOptions): Promise<void> {
  const { segments } = await listSpool(options.directory);
  for (const segment of segments) {
    if (options.signal?.aborted) return;
    await drainSegment(segment, options);
  }
}

async function drainSegment(segment: Segment, options: DrainSegmentsOptions): Promise<void> {
  const { path } = segment;
  // Before it is read: who writes it now may have ended it when it has been read.
  const reading = await howToRead(segment, options);
  const [written, unwritten] = [await readSent(path), options.unwritten.get(path)];
  let position = unwritten !== undefined && unwritten.bytes > written.bytes ? unwritten : written;
  const batch = new Batch();
  const flush = async () => {
    if (batch.end > position.bytes) {
      await batch.send(path, options);
      position = { bytes: batch.end, events: position.events + batch.events };
      await remember(path, position, options);
    }
    batch.clear();
  };
  const breathe = breather();
  for await (const part of readSegment(path, { ...reading, from: position.bytes })) {
    await breathe();
    if (options.signal?.aborted) return;
    if (part.kind !== "rows") {
      await flush();
      if (part.kind === "corrupt") {
        await setBytesAside({ segment: path, offset: part.from }, part.bytes);
        options.counts.corrupt += 1;
      } else options.counts.torn += 1;
      position = { bytes: part.end, events: position.events };
      await remember(path, position, options);
      continue;
    }
    if (batch.isFullWith(part.rows, part.body.length)) await flush();
    batch.add(part);
  }
  await flush();
  if (reading.state !== "written" && position.bytes >= (await sizeOf(path))) {
    // The position goes last: without it all of the segment would be sent again.
    await rm(path, { force: true });
    await rm(sentPath(path), { force: true });
    options.unwritten.delete(path);
  }
}

async function howToRead(
  { path, writer, isSealed }: Segment,
  { directory, own }: DrainSegmentsOptions,
): Promise<Pick<ReadSegmentOptions, "state" | "synced">> {
  if (own?.writer === writer) {
    const { active } = own;
    if (active?.path === path) return { state: "written", synced: active.bytes };
    return { state: isSealed ? "rotated" : "abandoned" };
  }
  if (isSealed) return { state: "rotated" };
  return { state: (await isAlive(presencePath(directory, writer))) ? "written" : "abandoned" };
}

async function remember(path: string, position: SentPosition, options: DrainSegmentsOptions) {
  try {
    await writeSent(path, position);
    options.unwritten.delete(path);
  } catch {
    // Draining makes room, so a full disk must not stop it.
    options.unwritten.set(path, position);
  }
}

/** Frames that go in one request. */
class Batch {
  #parts: { readonly body: Buffer; readonly from: number; readonly rows: number }[] = [];
  #bytes = 0;
  events = 0;
  end = 0;

  add(part: { body: Buffer; from: number; rows: number; end: number }): void {
    this.#parts.push(part);
    this.#bytes += part.body.length;
    this.events += part.rows;
    this.end = part.end;
  }

  isFullWith(rows: number, bytes: number): boolean {
    return this.events + rows > batchRows || this.#bytes + bytes > batchBytes;
  }

  clear(): void {
    this.#parts = [];
    this.#bytes = 0;
    this.events = 0;
  }

  async send(segment: string, options: DrainSegmentsOptions): Promise<void> {
    const { transport, datasource, counts, now } = options;
    const rows = this.#parts.flatMap(({ body }) => decodeRows(body));
    const offset = this.#parts[0]?.from ?? 0;
    const setAside = async (code: string, refused: readonly Row[], row: number) => {
      await setRowsAside({ segment, offset, row }, code, refused, now());
      counts.setAside += refused.length;
    };
    counts.sent += await sendRows(rows, { transport, datasource, setAside });
  }
}
