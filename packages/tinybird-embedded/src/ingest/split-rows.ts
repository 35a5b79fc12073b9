import { RequestError } from "../request-error.ts";

/** The lines of a body: rows, each one JSON object as sent, and lines that are none. */
export interface SplitBody {
  readonly rows: readonly string[];
  readonly broken: readonly BrokenLine[];
}

export interface BrokenLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Splits a body into its rows: NDJSON, or one JSON object over any number of lines.
 *
 * @throws {RequestError} 400 if the body is empty or holds no JSON object at all.
 */
export function splitRows(body: string): SplitBody {
  const rows: string[] = [];
  const broken: BrokenLine[] = [];
  for (const [index, raw] of body.split("\n").entries()) {
    const text = raw.trim();
    if (text === "") continue;
    if (isJsonObject(text)) rows.push(text);
    else {
      // Its first line is none of its own: the body may be one object, laid out over lines.
      if (rows.length + broken.length === 0 && isJsonObject(body)) {
        return { rows: [onOneLine(body)], broken };
      }
      broken.push({ line: index + 1, text });
    }
  }
  const [first] = broken;
  if (rows.length > 0) return { rows, broken };
  if (first === undefined) throw new RequestError(400, "Cannot take an empty body");
  throw new RequestError(
    400,
    `Cannot read the body as every line must be a JSON object: line ${first.line} is none`,
  );
}

function isJsonObject(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function onOneLine(json: string): string {
  // JSON has line breaks between its tokens only; in a string they are written as \n.
  return json.replaceAll(/[\r\n]/g, " ").trim();
}
