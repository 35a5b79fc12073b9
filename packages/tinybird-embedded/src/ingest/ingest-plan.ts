import type { ColumnDefinition, DatasourceDefinition } from "../datafile/definitions.ts";
import { columnSql } from "../deploy/create-table.ts";
import { type ColumnType, parseColumnType } from "./column-type.ts";
import { valueReader } from "./extract-values.ts";
import { insertChecks } from "./insert-checks.ts";
import { type JsonPath, parseJsonPath } from "./json-path.ts";
import { type LineScan, scanLines } from "./scan-lines.ts";

/** A data source, prepared for taking rows. */
export interface IngestPlan {
  readonly datasource: string;
  /** The columns that a row can set: those with a JSON path. */
  readonly columns: readonly PlannedColumn[];
  /** Every column that can be declared to `format`, which completes rows. */
  readonly declared: readonly DeclaredColumn[];
  /** SQL that fails for rows that the table does not take; see insert-checks.ts. */
  readonly insertChecks?: string;
  /** SQL of the partition key of the data source; none: its rows are one partition. */
  readonly partitionKey?: string;
  /** Whether its rows, or what materialized views make of them, can fall into several partitions. */
  readonly isPartitioned: boolean;
  /** Reads the texts of the values of `columns` from the text of a row. */
  readonly readValues: (row: string) => readonly (string | undefined)[];
  /** Tells rows that fit as they were sent; without, none can be. */
  readonly scan?: LineScan;
}

/** A column as ClickHouse declares it. */
export interface DeclaredColumn {
  /** Its place among the columns that a row can set; -1 if it is none of them. */
  readonly place: number;
  readonly withDefault: string;
  readonly withoutDefault: string;
}

export interface PlannedColumn {
  readonly name: string;
  /** As the datafile writes it. */
  readonly type: string;
  readonly parsedType: ColumnType;
  /** What a row without a value, or with null, gets. */
  readonly absent: "default" | "null" | "misfit";
}

/** Prepares a data source for taking rows whose values are found by JSON paths. */
export function planIngest(datasource: DatasourceDefinition, isPartitioned: boolean): IngestPlan {
  return plan(datasource, isPartitioned, ({ jsonPath }) =>
    jsonPath === undefined ? undefined : parseJsonPath(jsonPath),
  );
}

/** Prepares a data source for taking rows whose values are found by the names of the columns. */
export function planByName(datasource: DatasourceDefinition, isPartitioned: boolean): IngestPlan {
  // A state of an aggregate has no text.
  return plan(datasource, isPartitioned, ({ name, type }) =>
    /^AggregateFunction\b/.test(type) ? undefined : [name],
  );
}

function plan(
  datasource: DatasourceDefinition,
  isPartitioned: boolean,
  pathOf: (column: ColumnDefinition) => JsonPath | undefined,
): IngestPlan {
  const { name, columns, engine } = datasource;
  const withPath = columns.flatMap((column) => {
    const path = pathOf(column);
    return path === undefined ? [] : [{ ...column, path }];
  });
  const { partitionKey } = engine;
  const checks = insertChecks(datasource);
  // None may begin empty, without a way to set it.
  const isSet = withPath.length === columns.length;
  const scan = isSet
    ? scanLines(
        withPath.map((each) => ({
          ...each,
          parsedType: parseColumnType(each.type),
          hasDefault: each.default !== undefined,
        })),
      )
    : undefined;
  return {
    datasource: name,
    // A state of an aggregate has no text; it begins empty, in `format` and in the table.
    declared: columns
      .filter(({ type }) => !/^AggregateFunction\b/.test(type))
      .map(({ codec: _codec, default: expression, ...column }) => ({
        place: withPath.findIndex((each) => each.name === column.name),
        withDefault: columnSql(
          expression === undefined ? column : { ...column, default: expression },
        ),
        withoutDefault: columnSql(column),
      })),
    ...(partitionKey ? { partitionKey } : {}),
    ...(checks === undefined ? {} : { insertChecks: checks }),
    ...(scan === undefined ? {} : { scan }),
    isPartitioned,
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
    readValues: valueReader(withPath.map(({ path }) => path)),
  };
}
