import type { Problem } from "@audit/events";
import Papa from "papaparse";
import { readCell } from "./csv-cell.ts";
import { type EventField, eventFields } from "./event-fields.ts";
import { behind } from "./import-checkpoint.ts";
import { parseJson } from "./parse-json.ts";
import { readTransferredEvent } from "./read-transferred-event.ts";
import type { RecordedResult } from "./recorded-events.ts";
import type { TextLine } from "./text-lines.ts";
import type { LineReader, ReadLine } from "./transfer-format.ts";

const kinds = new Map<string, EventField["kind"]>([
  ...eventFields.map(({ name, kind }) => [name, kind] as const),
  ["stored", "json"],
]);
const required = ["id", "timestamp", "uid", "action", "version", "metadata"];

/**
 * Reads CSV records, each as soon as its last line is there.
 *
 * A record goes on over lines while it has a quote that is not closed. Where such lines are no event
 * together, the first is at fault and the others are looked at anew: a quote that was lost takes no
 * line after it along.
 */
export function csvReader(maxLineBytes: number): LineReader {
  let header: readonly string[] | undefined;
  let waiting: TextLine[] = [];
  let isOpen = false;
  let size = 0;

  const start = (): readonly TextLine[] => {
    const lines = waiting;
    waiting = [];
    isOpen = false;
    size = 0;
    return lines;
  };

  const readRecord = (text: string): RecordedResult & { readonly isFatal?: boolean } => {
    const cells = cellsOf(text);
    if (header !== undefined) return "problems" in cells ? cells : eventOf(header, cells.cells);
    const problems = "problems" in cells ? cells.problems : headerProblems(cells.cells);
    if (problems.length > 0) return { problems, isFatal: true };
    header = "cells" in cells ? cells.cells : [];
    return isHeader;
  };

  function* take(line: TextLine): Generator<ReadLine> {
    if (waiting.length === 0 && line.text.trim() === "") return;
    waiting.push(line);
    isOpen = isOpen !== hasOddQuotes(line.text);
    size += line.text.length + line.ending.length;
    if (isOpen && size <= maxLineBytes) return;
    yield* finish();
  }

  function* finish(): Generator<ReadLine> {
    const isWhole = !isOpen;
    const lines = start();
    const [first, ...others] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return;
    const text = lines
      .map((line) => (line === last ? line.text : line.text + line.ending))
      .join("");
    const result = isWhole ? readRecord(text) : { ...unclosed, isFatal: header === undefined };
    if (result === isHeader) return;
    if ("event" in result || others.length === 0 || header === undefined) {
      yield { ...result, number: first.number, place: behind(last) };
      return;
    }
    yield { ...result, number: first.number, place: behind(first) };
    for (const line of others) yield* take(line);
  }

  return {
    get needsHead() {
      return header === undefined;
    },
    read: take,
    *end() {
      while (waiting.length > 0) yield* finish();
    },
  };
}

const unclosed: RecordedResult = {
  problems: [{ path: "", must: "close every quote that it opens" }],
};
/** Stands for the record that is not an event. */
const isHeader: RecordedResult = { problems: [] };

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

function cellsOf(
  text: string,
): { readonly cells: readonly string[] } | { readonly problems: readonly Problem[] } {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" });
  const [cells] = data;
  if (cells === undefined || data.length > 1 || errors.length > 0)
    return { problems: [{ path: "", must: "be one CSV record, quotes in cells doubled" }] };
  return { cells };
}

function headerProblems(cells: readonly string[]): Problem[] {
  return [
    ...cells.flatMap((name, index): Problem[] => {
      const path = `column ${index + 1} of the header`;
      if (!kinds.has(name)) return [{ path, must: `be one of ${[...kinds.keys()].join(", ")}` }];
      return cells.indexOf(name) < index ? [{ path, must: `not be "${name}" again` }] : [];
    }),
    ...required
      .filter((name) => !cells.includes(name))
      .map((name) => ({ path: "the header", must: `have a column "${name}"` })),
  ];
}

function eventOf(header: readonly string[], cells: readonly string[]): RecordedResult {
  if (cells.length !== header.length)
    return {
      problems: [{ path: "", must: `have ${header.length} cells`, value: String(cells.length) }],
    };
  const fields: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "") continue;
    const result = cellValue(kinds.get(name), cell);
    if ("value" in result) fields[name] = result.value;
    else problems.push({ path: name, ...result.problem });
  }
  return problems.length > 0 ? { problems } : readTransferredEvent(fields);
}

function cellValue(
  kind: EventField["kind"] | undefined,
  cell: string,
): ReturnType<typeof parseJson> {
  if (kind === "json") return parseJson(cell);
  const text = readCell(cell);
  if (kind === "text") return { value: text };
  if (/^-?\d{1,20}$/.test(text)) return { value: Number(text) };
  const time = kind === "time" ? Date.parse(text) : Number.NaN;
  // Not any date: others read "03/04" in other orders, or by the clock on the wall.
  if (!Number.isNaN(time) && new Date(time).toISOString() === text) return { value: time };
  const must =
    kind === "time"
      ? "be a time in UTC, 2025-06-15T15:06:40.000Z, or whole ms since the epoch"
      : "be a whole number";
  return { problem: { must } };
}
