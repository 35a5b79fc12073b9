import { visibilityLag } from "../tail/tail-options.ts";
import { untilAborted } from "../until-aborted.ts";
import type { Completeness, NumberFates, WriterCompleteness } from "./completeness.ts";
import { type CompletenessQuery, type CompletenessWindow, windowAt } from "./completeness-query.ts";
import { unknowableOf } from "./unknowable-of.ts";

/** What a store counts. */
export interface CompletenessCounts {
  readonly askedAt: number;
  readonly totals: NumberFates & { readonly writers: number };
  readonly writers: readonly WriterCompleteness[];
  readonly unnumbered: number;
  readonly quarantinedRows: number;
  /** Ms since epoch; 0 where there is none. */
  readonly newestAt: number;
}

/** What `completeness` asks of a store. */
export interface CompletenessSource {
  /** Gives ms since epoch. */
  now(): Promise<number>;
  /** Counts; numbers that are not in the window are looked for outside only if told so. */
  count(window: CompletenessWindow, lookOutside: boolean): Promise<CompletenessCounts>;
}

/** Gives whether what was recorded in a window is all there. */
export async function completenessOf(
  source: CompletenessSource,
  query: CompletenessQuery,
): Promise<Completeness> {
  const { signal, spool } = query;
  const ask = <Answer>(call: () => Promise<Answer>) => untilAborted(signal, call);
  const window = windowAt(query, query.to ?? (await ask(() => source.now())));
  const inside = await ask(() => source.count(window, false));
  // Looking outside reads all of the log, and is of use only where something is missing.
  const isWhole = inside.totals.missing === 0;
  const counts = isWhole ? inside : await ask(() => source.count(window, true));
  const depth = spool && (await ask(() => spool.state()));
  const { askedAt, totals, writers, unnumbered, quarantinedRows, newestAt } = counts;
  const { missing, reused } = totals;
  const waiting = depth?.events ?? 0;
  return {
    from: window.from,
    to: window.to,
    askedAt,
    isComplete: missing + reused + quarantinedRows + waiting === 0,
    totals,
    writers,
    unnumbered,
    quarantinedRows,
    ...(newestAt !== 0 && { newest: { recordedAt: newestAt, age: askedAt - newestAt } }),
    ...(depth && { spool: { events: depth.events, bytes: depth.bytes } }),
    unknowable: unknowableOf({
      unnumbered,
      hasSpool: depth !== undefined,
      isOpen: window.to > askedAt - visibilityLag,
    }),
  };
}
