import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { type ColumnType, parseColumnType } from "./column-type.ts";
import { valueReader } from "./extract-values.ts";
import { parseJsonPath } from "./json-path.ts";

/** A data source, prepared for taking rows. */
export interface IngestPlan {
  readonly datasource: string;
  /** The columns that a row can set: those with a JSON path. */
  readonly columns: readonly PlannedColumn[];
  /** Reads the texts of the values of `columns` from the text of a row. */
  readonly readValues: (row: string) => readonly (string | undefined)[];
}

export interface PlannedColumn {
  readonly name: string;
  /** As the datafile writes it. */
  readonly type: string;
  readonly parsedType: ColumnType;
  /** What a row without a value, or with null, gets. */
  readonly absent: "default" | "null" | "misfit";
}

/** Prepares a data source for taking rows. */
export function planIngest({ name, columns }: DatasourceDefinition): IngestPlan {
  const withPath = columns.flatMap((column) =>
    column.jsonPath === undefined ? [] : [{ ...column, jsonPath: column.jsonPath }],
  );
  return {
    datasource: name,
    columns: withPath.map(({ name: column, type, default: expression }) => {
      const parsedType = parseColumnType(type);
      const absent = parsedType.name === "Nullable" ? "null" : "misfit";
      return {
        name: column,
        type,
        parsedType,
        absent: expression === undefined ? absent : "default",
      };
    }),
    readValues: valueReader(withPath.map(({ jsonPath }) => parseJsonPath(jsonPath))),
  };
}
