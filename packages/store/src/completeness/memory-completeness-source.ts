import type { RecordedEvent } from "@audit/events";
import { compareUtf8 } from "../compare-utf8.ts";
import type { NumberFates, NumberRange, WriterCompleteness } from "./completeness.ts";
import type { CompletenessSource } from "./completeness-of.ts";

const maxGaps = 100;

/** Gives the source of a store that holds its deliveries in memory, and sets none aside. */
export function memoryCompletenessSource(
  deliveries: () => readonly RecordedEvent[],
  now: () => number,
): CompletenessSource {
  return {
    now: async () => Math.floor(now()),
    async count({ from, to, limit }, lookOutside) {
      const all = deliveries();
      const window = all.filter(({ recordedAt }) => recordedAt >= from && recordedAt <= to);
      const numbered = byWriter(window);
      const everywhere = lookOutside ? byWriter(all) : numbered;
      const writers = [...numbered]
        .map(([writer, own]) => fatesOf(writer, own, everywhere.get(writer) ?? []))
        .sort(byWorst);
      const numberedRows = writers.length && [...numbered.values()].flat().length;
      return {
        askedAt: Math.floor(now()),
        totals: { ...totalsOf(writers), writers: writers.length },
        writers: writers.slice(0, limit),
        unnumbered: window.length - numberedRows,
        quarantinedRows: 0,
        newestAt: window.reduce((newest, { recordedAt }) => Math.max(newest, recordedAt), 0),
      };
    },
  };
}

interface Numbered {
  readonly sequence: number;
  readonly uid: string;
  readonly recordedAt: number;
}

function byWriter(deliveries: readonly RecordedEvent[]): Map<string, Numbered[]> {
  const writers = new Map<string, Numbered[]>();
  for (const { writer = "", sequence = 0, uid, recordedAt } of deliveries) {
    if (writer === "" || sequence < 1) continue;
    const own = writers.get(writer) ?? [];
    own.push({ sequence, uid, recordedAt });
    writers.set(writer, own);
  }
  return writers;
}

function fatesOf(
  writer: string,
  window: readonly Numbered[],
  everywhere: readonly Numbered[],
): WriterCompleteness {
  const inWindow = numbersOf(window);
  const first = inWindow[0] ?? 0;
  const last = inWindow.at(-1) ?? 0;
  const found = numbersOf(everywhere).filter((number) => number >= first && number <= last);
  const events = new Set(window.map(({ sequence, uid }) => `${sequence} ${uid}`)).size;
  const gaps = gapsOf(found);
  return {
    writer,
    first,
    last,
    expected: last - first + 1,
    present: inWindow.length,
    outside: found.length - inWindow.length,
    quarantined: 0,
    missing: last - first + 1 - found.length,
    gaps: gaps.slice(0, maxGaps),
    gapCount: gaps.length,
    copies: window.length - events,
    reused: events - inWindow.length,
    newestAt: window.reduce((newest, { recordedAt }) => Math.max(newest, recordedAt), 0),
  };
}

function numbersOf(deliveries: readonly Numbered[]): number[] {
  return [...new Set(deliveries.map(({ sequence }) => sequence))].sort((a, b) => a - b);
}

function gapsOf(numbers: readonly number[]): NumberRange[] {
  return numbers.flatMap((number, index) => {
    const next = numbers[index + 1] ?? number;
    return next - number > 1 ? [{ first: number + 1, last: next - 1 }] : [];
  });
}

function totalsOf(writers: readonly NumberFates[]): NumberFates {
  const total = (fate: keyof NumberFates) => writers.reduce((sum, own) => sum + own[fate], 0);
  return {
    expected: total("expected"),
    present: total("present"),
    outside: total("outside"),
    quarantined: total("quarantined"),
    missing: total("missing"),
    copies: total("copies"),
    reused: total("reused"),
  };
}

function byWorst(a: WriterCompleteness, b: WriterCompleteness): number {
  return (
    b.missing - a.missing ||
    b.quarantined - a.quarantined ||
    b.reused - a.reused ||
    compareUtf8(a.writer, b.writer)
  );
}
