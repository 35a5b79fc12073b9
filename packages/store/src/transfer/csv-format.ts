import Papa from "papaparse";
import { writeCell, writeJsonCell } from "./csv-cell.ts";
import { csvReader } from "./csv-reader.ts";
import { absentFields, type EventField, eventFields, transferredEvent } from "./event-fields.ts";
import type { Format } from "./transfer-format.ts";

/** The columns, in their order. */
const columns: readonly Pick<EventField, "name" | "kind">[] = [
  ...eventFields,
  { name: "stored", kind: "json" },
];

/** A header, then one record a line. */
export const csvFormat: Format = {
  head: record(columns.map(({ name }) => name)),
  tail: "",
  write(event) {
    const { fields, stored } = transferredEvent(event);
    const values: Readonly<Record<string, unknown>> = { ...fields, stored };
    return record(columns.map((column) => cellOf(column, values[column.name])));
  },
  reader: (maxLineBytes) => csvReader(maxLineBytes),
};

function record(cells: readonly string[]): string {
  return `${Papa.unparse([[...cells]], { newline: "\n" })}\n`;
}

function cellOf({ name, kind }: (typeof columns)[number], value: unknown): string {
  if (value === undefined) return "";
  if (kind === "json") return writeJsonCell(JSON.stringify(value));
  const text = kind === "time" ? timeText(Number(value)) : String(value);
  // An empty cell is a field that is not there, which may stand for another text.
  return text === "" && absentFields[name] !== "" ? "'" : writeCell(text);
}

/** A spreadsheet would round ms since the epoch to 1.75E+12, and save it so. */
function timeText(time: number): string {
  const isOfFourDigits = time >= -62_167_219_200_000 && time <= 253_402_300_799_999;
  return isOfFourDigits ? new Date(time).toISOString() : String(time);
}
