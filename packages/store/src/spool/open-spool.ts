import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { assertMethods, assertPositive, InvalidOptionError } from "../assert-option.ts";
import { dataProject } from "../data-project.ts";
import { assertObserver } from "../observe/assert-observer.ts";
import { observeTransport } from "../observe/observe-transport.ts";
import { quietly } from "../observe/quietly.ts";
import type { StoreObserver } from "../observe/store-observer.ts";
import type { Row } from "../row.ts";
import type { Transport } from "../transport.ts";
import { autoDrain, type BackOff } from "./auto-drain.ts";
import { type SpoolClock, systemClock } from "./clock.ts";
import { type DrainResult, drain } from "./drain.ts";
import { encodeFrame } from "./frame.ts";
import { announce } from "./presence.ts";
import { SegmentWriter } from "./segment-writer.ts";
import type { SentPosition } from "./sent-position.ts";
import { SpoolFullError } from "./spool-error.ts";
import { listSpool, presencePath, syncDirectory } from "./spool-files.ts";
import { DepthCounter, type SpoolState } from "./spool-state.ts";

/** What a spool is made of. */
export interface SpoolOptions {
  /** Made if it is not there, for this user alone. On a disk of this machine, not a shared one. */
  readonly directory: string;
  readonly transport: Transport;
  /** @defaultValue `audit_log` */
  readonly datasource?: string | undefined;
  /** Bytes of all its files together; past it nothing is added. @defaultValue 256 MB */
  readonly maximumBytes?: number | undefined;
  /** A file gets nothing more past this size. @defaultValue 8 MB, at most a quarter of `maximumBytes` */
  readonly segmentBytes?: number | undefined;
  /** `auto`: in the background as soon as there is something; `manual`: when `drain` is called. @defaultValue `auto` */
  readonly drain?: "auto" | "manual" | undefined;
  /** Ms between drains that fail, doubled from the first to the last. @defaultValue 1,000 to 60,000 */
  readonly backOff?: BackOff | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: SpoolClock | undefined;
  /** Hears of the requests that drain it, and asks what waits, for metrics and traces. */
  readonly telemetry?: StoreObserver | undefined;
}

/** Rows on the local disk that wait for Tinybird. */
export interface Spool {
  /**
   * Keeps rows durably, in the order of the calls, and resolves when they are on disk. Calls that come
   * together share one sync.
   *
   * @throws {SpoolFullError} past `maximumBytes`, or when the disk is full; nothing of them is kept
   * @throws {SpoolBrokenError} when a write failed in another way, and from then on
   * @throws {SpoolClosedError} after `close`
   */
  add(rows: readonly Row[]): Promise<void>;
  /** Reads what waits, of all processes, and what went wrong. */
  state(): Promise<SpoolState>;
  /**
   * Sends in order what waits now, and ends with the first failure. Never rejects for one: see
   * the result's `outcome`.
   */
  drain(): Promise<DrainResult>;
  /** Resolves when what was added is on disk and nothing runs any more. Sends nothing more. */
  close(): Promise<void>;
}

/**
 * Opens a spool: rows that were added survive the end of the process, and go to Tinybird in order when
 * it answers again.
 *
 * Several processes may add to one directory, each to files of its own; one at a time drains. What a
 * process left that has ended, whoever drains next sends. At least once: a crash may send rows again,
 * with the same `uid`.
 *
 * @throws {InvalidOptionError} naming the option
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { datasource = dataProject.datasource, clock = systemClock } = options;
  const observer = assertObserver(options.telemetry);
  const given = assertMethods(
    "transport",
    options.transport,
    ["ingest", "query"],
    "have the methods of a Transport",
  );
  const transport = observeTransport(given, observer);
  const maximumBytes = assertPositive("maximumBytes", options.maximumBytes ?? 256_000_000);
  const asked = assertPositive("segmentBytes", options.segmentBytes ?? 8_000_000);
  const segmentBytes = Math.min(asked, Math.ceil(maximumBytes / 4));
  const backOff = options.backOff ?? { first: 1_000, last: 60_000 };
  assertPositive("backOff.first", backOff.first);
  assertPositive("backOff.last", backOff.last);
  if (!["auto", "manual", undefined].includes(options.drain))
    throw new InvalidOptionError("drain", 'be "auto" or "manual"');

  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await syncDirectory(dirname(directory));
  const writer = await writerName(directory, clock.now());
  const presence = await announce(directory);
  await rename(presence.path, presencePath(directory, writer));

  const segments = new SegmentWriter({ directory, writer, segmentBytes, maximumBytes });
  const depth = new DepthCounter(directory);
  const unwritten = new Map<string, SentPosition>();
  const closing = new AbortController();
  const since = { sent: 0, torn: 0, failedDrains: 0, full: 0 };
  let failure: { readonly code: string; readonly at: number } | undefined;
  let draining: Promise<DrainResult> | undefined;

  const drainNow = async () => {
    const own = {
      writer,
      get active() {
        return segments.active;
      },
    };
    const { now } = clock;
    const signal = closing.signal;
    const result = await drain({ directory, transport, datasource, now, own, unwritten, signal });
    since.sent += result.sent;
    since.torn += result.torn;
    if (result.outcome === "failed") {
      since.failedDrains += 1;
      failure = { code: result.code ?? "unknown", at: clock.now() };
    } else if (result.outcome === "empty") failure = undefined;
    draining = undefined;
    return result;
  };
  const drainOnce = () => (draining ??= drainNow());
  const auto = autoDrain(drainOnce, { clock, backOff, signal: closing.signal });
  const wake = () => {
    if (options.drain !== "manual") auto.wake();
  };
  if ((await listSpool(directory)).segments.length > 0) wake();

  const state = async () => {
    const waiting = await depth.count(clock.now());
    const sinceOpen = { ...since, ...(failure && { failure }) };
    return { ...waiting, sinceOpen, isBroken: segments.isBroken };
  };
  const unobserve = quietly(() => observer?.spool?.(state));

  return {
    async add(rows) {
      if (rows.length === 0) return;
      try {
        await segments.append(encodeFrame(rows, clock.now()));
      } catch (cause) {
        if (cause instanceof SpoolFullError) since.full += 1;
        throw cause;
      }
      wake();
    },
    state,
    drain: drainOnce,
    async close() {
      closing.abort();
      quietly(() => unobserve?.());
      await segments.close();
      await Promise.all([draining, auto.stopped()]);
      await presence.close();
      await rm(presencePath(directory, writer), { force: true });
    },
  };
}

/** Later than every writer that is there, so that its segments come after theirs, also if the clock went back. */
async function writerName(directory: string, now: number): Promise<string> {
  const { segments } = await listSpool(directory);
  const last = segments.reduce(
    (most, { writer }) => Math.max(most, Number(writer.slice(0, 13))),
    0,
  );
  const start = String(Math.max(now, last + 1)).padStart(13, "0");
  return `${start}-${randomBytes(4).toString("hex")}`;
}
