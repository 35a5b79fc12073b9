import { RequestError } from "../request-error.ts";

/** How a CSV file is written where it differs from RFC 4180. */
export interface CsvDialect {
  /** Between fields, default a comma. */
  readonly delimiter?: string;
  /** Between records, default a line feed, with or without a carriage return before it. */
  readonly newLine?: string;
  /** Before a quote in a quoted field, default another quote. */
  readonly escape?: string;
}

const spelled = new Map([
  ["\\t", "\t"],
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\r\\n", "\r\n"],
  ["\\\\", "\\"],
]);

/**
 * Reads a dialect from a request's parameters; tab and line breaks may be spelled as `\t`, `\n`.
 *
 * @param parameter Gives the value of a parameter.
 * @throws {RequestError} 400 for what cannot be told from the text between it.
 */
export function readDialect(parameter: (name: string) => string | undefined): CsvDialect {
  const read = (name: string): string | undefined => {
    const sent = parameter(name);
    return sent === undefined || sent === "" ? undefined : (spelled.get(sent) ?? sent);
  };
  const delimiter = read("dialect_delimiter");
  const newLine = read("dialect_new_line");
  const escapeSign = read("dialect_escapechar");
  for (const [name, value] of Object.entries({ delimiter, escapechar: escapeSign })) {
    const isSign = value === undefined || (value.length === 1 && !/[\r\n]/.test(value));
    if (!isSign || (name === "delimiter" && value === '"')) {
      throw new RequestError(400, `Cannot read CSV as dialect_${name} must be one character`);
    }
  }
  if (newLine !== undefined && !/^(\r\n|\n|\r)$/.test(newLine)) {
    throw new RequestError(400, "Cannot read CSV as dialect_new_line must be a line break");
  }
  if (delimiter !== undefined && delimiter === escapeSign) {
    throw new RequestError(400, "Cannot read CSV as delimiter and escapechar must differ");
  }
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(newLine === undefined ? {} : { newLine }),
    ...(escapeSign === undefined ? {} : { escape: escapeSign }),
  };
}
