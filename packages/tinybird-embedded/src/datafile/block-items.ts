import { DatafileError } from "./datafile-error.ts";
import type { DirectiveStatement, NumberedLine } from "./read-directives.ts";
import { splitList, UnbalancedSqlError } from "./split-list.ts";
import { blockOf } from "./statement-value.ts";
import type { SqlToken } from "./tokenize-sql.ts";

/** One column or index of a block, and how to say what is wrong with it. */
export interface BlockItem {
  readonly tokens: readonly SqlToken[];
  /** Makes the error for the line on which the item begins. */
  readonly error: (cannot: string, as: string) => DatafileError;
}

/**
 * Splits a block at the commas outside brackets; a trailing comma makes no item.
 *
 * @throws {DatafileError} When the directive has no block, or a quote or bracket has no partner.
 */
export function commaItems(statement: DirectiveStatement): BlockItem[] {
  return itemsOf(statement, blockOf(statement));
}

/**
 * Splits a block at its line ends, and at commas as well.
 *
 * @throws {DatafileError} When the directive has no block, or a quote or bracket has no partner.
 */
export function lineItems(statement: DirectiveStatement): BlockItem[] {
  return blockOf(statement).flatMap((line) => itemsOf(statement, [line]));
}

function itemsOf(statement: DirectiveStatement, lines: readonly NumberedLine[]): BlockItem[] {
  const errorAt = (at: number, cannot: string, as: string): DatafileError => {
    const { file, directive } = statement;
    return new DatafileError({ file, line: lineAt(lines, at), directive, cannot, as });
  };
  try {
    return splitList(lines.map(({ text }) => text).join("\n")).flatMap((tokens) => {
      const first = tokens.find(({ kind }) => kind !== "blank");
      return first === undefined ? [] : [{ tokens, error: errorAt.bind(undefined, first.at) }];
    });
  } catch (cause) {
    if (!(cause instanceof UnbalancedSqlError)) throw cause;
    throw errorAt(cause.at, `read ${statement.directive}`, cause.message);
  }
}

function lineAt(lines: readonly NumberedLine[], at: number): number {
  let end = 0;
  const found = lines.find(({ text }) => {
    end += text.length + 1;
    return at < end;
  });
  return found?.line ?? 1;
}
