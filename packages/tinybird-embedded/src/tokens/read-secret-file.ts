import { readFile } from "node:fs/promises";
import { StartError } from "../start-error.ts";

/**
 * Gives what a file of the data directory has as JSON; `undefined` if it is not there.
 *
 * @throws {StartError} `data_unusable` if it is no JSON object; without a word of what it is.
 */
export async function readSecretFile(file: string): Promise<object | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (missing) return undefined;
    throw cause;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Without the cause: Node's message repeats a part of the text.
  }
  const reason =
    "it must be the JSON that the server wrote: restore it, or remove it for new tokens";
  throw new StartError({ code: "data_unusable", data: file, reason });
}
