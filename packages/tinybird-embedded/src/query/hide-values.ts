import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { RequestError } from "../request-error.ts";

/** Errors of ClickHouse about the statement or a limit: their text has nothing of a row. */
const withoutValues = new Set([
  8, // THERE_IS_NO_COLUMN
  10, // NOT_FOUND_COLUMN_IN_BLOCK
  15, // DUPLICATE_COLUMN
  16, // NO_SUCH_COLUMN_IN_TABLE
  42, // NUMBER_OF_ARGUMENTS_DOESNT_MATCH
  43, // ILLEGAL_TYPE_OF_ARGUMENT
  46, // UNKNOWN_FUNCTION
  47, // UNKNOWN_IDENTIFIER
  48, // NOT_IMPLEMENTED
  53, // TYPE_MISMATCH
  59, // ILLEGAL_TYPE_OF_COLUMN_FOR_FILTER
  60, // UNKNOWN_TABLE
  62, // SYNTAX_ERROR
  63, // UNKNOWN_AGGREGATE_FUNCTION
  141, // SAMPLING_NOT_SUPPORTED
  158, // TOO_MANY_ROWS
  159, // TIMEOUT_EXCEEDED
  162, // TOO_DEEP_SUBQUERIES
  179, // MULTIPLE_EXPRESSIONS_FOR_ALIAS
  181, // ILLEGAL_FINAL
  184, // ILLEGAL_AGGREGATION
  207, // AMBIGUOUS_IDENTIFIER
  215, // NOT_AN_AGGREGATE
  241, // MEMORY_LIMIT_EXCEEDED
  258, // UNION_ALL_RESULT_STRUCTURES_MISMATCH
  386, // NO_COMMON_TYPE
  396, // TOO_MANY_ROWS_OR_BYTES
]);

/** Tells whether a statement fails for what it says, or for a limit, and not for a value of a row. */
export function isOfStatement({ number }: ClickhouseError): boolean {
  return withoutValues.has(number ?? 0);
}

/**
 * Gives the error of a query whose rows are filtered, without the values that ClickHouse's text may have of rows that
 * the filter leaves out: the filter itself may fail on one.
 */
export function hideValues(cause: unknown): unknown {
  if (!(cause instanceof ClickhouseError) || isOfStatement(cause)) return cause;
  const number = cause.number ?? "unknown";
  return new RequestError(
    400,
    `[Error] The query fails on a value (ClickHouse error ${number}), which is not shown as the rows that the token sees are filtered`,
    { cause },
  );
}
