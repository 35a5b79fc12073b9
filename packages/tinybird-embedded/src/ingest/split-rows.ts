import { RequestError } from "../request-error.ts";
import { forEachInSteps } from "./for-each-in-steps.ts";

/** A body has at most so many lines: each costs more than its bytes. */
export const mostLines = 200_000;
const lineFeed = 0x0a;

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
 * @throws {RequestError} 400 if the body is empty, holds no JSON object at all, or has more than 200,000 lines.
 */
export async function splitRows(body: string): Promise<SplitBody> {
  const found = countLines(body);
  if (found > mostLines) {
    throw new RequestError(
      400,
      `Cannot take the body as it must have at most ${mostLines} lines: current value is ${found}`,
    );
  }
  const rows: string[] = [];
  const broken: BrokenLine[] = [];
  const lines = body.split("\n");
  const start = lines.find((line) => line.trim() !== "");
  // Its first line is none of its own: the body may be one object, laid out over lines.
  if (start !== undefined && !isJsonObject(start) && isJsonObject(body)) {
    return { rows: [onOneLine(body)], broken };
  }
  await forEachInSteps(lines, (line, index) => {
    const text = line.trim();
    if (text === "") return;
    if (isJsonObject(text)) rows.push(text);
    else broken.push({ line: index + 1, text });
  });
  const [first] = broken;
  if (rows.length > 0) return { rows, broken };
  if (first === undefined) throw new RequestError(400, "Cannot take an empty body");
  throw new RequestError(
    400,
    `Cannot read the body as every line must be a JSON object: line ${first.line} is none`,
  );
}

/** Counts before anything is split: a refusal must cost nothing. */
function countLines(body: string): number {
  let count = body.endsWith("\n") ? 0 : 1;
  for (let at = 0; at < body.length; at += 1) {
    if (body.charCodeAt(at) === lineFeed) count += 1;
  }
  return count;
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
