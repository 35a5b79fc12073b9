import type { IngestAnswer } from "../transport.ts";
import { parseObject } from "./parse-object.ts";

/** What an answer gives, or what it must be. */
export type Reading<Answer> = { readonly answer: Answer } | { readonly must: string };

/** Reads what Tinybird says of rows. */
export function readIngestAnswer(status: number, text: string): Reading<IngestAnswer> {
  // 202 is "later, perhaps", which is not what `wait=true` asks for.
  if (status === 202) return { must: "be an acknowledgement: 202 is none" };
  const { successful_rows: successfulRows, quarantined_rows: quarantinedRows } =
    parseObject(text) ?? {};
  return isCount(successfulRows) && isCount(quarantinedRows)
    ? { answer: { successfulRows, quarantinedRows } }
    : { must: "be JSON that counts the rows" };
}

/** Reads the rows of an endpoint. */
export function readQueryAnswer(_: number, text: string): Reading<readonly unknown[]> {
  const data = parseObject(text)?.data;
  return Array.isArray(data) ? { answer: data } : { must: "be JSON with a list of rows" };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
