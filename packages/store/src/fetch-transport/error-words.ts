import { parseObject } from "./parse-object.ts";

/** Gives the text of Tinybird's error body, or nothing when a text is no such body. */
export function errorWords(body: string): string | undefined {
  const words = parseObject(body)?.error;
  return typeof words === "string" ? words : undefined;
}
