import { fitsType } from "./fits-type.ts";
import type { IngestPlan, PlannedColumn } from "./ingest-plan.ts";
import { readJsonString } from "./json-string.ts";

/** A row as the table takes it (`line`), or what keeps it out. */
export type EncodedRow =
  | { readonly fits: true; readonly line: string; readonly values: Values }
  | { readonly fits: false; readonly misfits: readonly Misfit[]; readonly values: Values };

/** The text of the JSON value of each column of the plan, in its order. */
export type Values = readonly (string | undefined)[];

/** A column that a row's value does not fit into. */
export interface Misfit {
  readonly column: string;
  readonly error: string;
}

/** Encodes a row as one line of named columns; a column without a value is left to its default. */
export function encodeRow(row: string, plan: IngestPlan): EncodedRow {
  return encodeValues(plan.readValues(row), plan);
}

/** Encodes the values of a row, in the order of the plan's columns. */
export function encodeValues(values: Values, { columns }: IngestPlan): EncodedRow {
  const members: string[] = [];
  const misfits: Misfit[] = [];
  for (const [index, column] of columns.entries()) {
    const value = values[index];
    if (value === undefined || value === "null") {
      const isNullable = column.parsedType.name === "Nullable";
      if (value === "null" && isNullable) members.push(`${JSON.stringify(column.name)}:null`);
      else if (column.absent === "misfit") misfits.push(misfit(column, value));
    } else if (fitsType(value, column.parsedType)) {
      members.push(`${JSON.stringify(column.name)}:${value}`);
    } else misfits.push(misfit(column, value));
  }
  if (misfits.length > 0) return { fits: false, misfits, values };
  return { fits: true, line: `{${members.join(",")}}`, values };
}

/** Says that a value does not fit, in the words of Tinybird's quarantine. */
export function misfit({ name, type }: PlannedColumn, value: string | undefined): Misfit {
  const shown = value?.startsWith('"') ? readJsonString(value) : (value ?? "null");
  return { column: name, error: `value '${shown}' on column '${name}' is not ${type}` };
}
