import { mkdir } from "node:fs/promises";
import { StartError } from "../start-error.ts";

/**
 * Makes a directory that only its owner can look into; one that is there is taken only if `recursive`.
 *
 * @throws {StartError} `data_unusable` if it cannot be made.
 */
export async function makeDirectory(
  path: string,
  { recursive }: { readonly recursive: boolean },
): Promise<void> {
  try {
    await mkdir(path, { recursive, mode: 0o700 });
  } catch (cause) {
    throw new StartError({ code: "data_unusable", data: path, reason: whyNot(cause) }, { cause });
  }
}

function whyNot(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const isFile = "code" in cause && (cause.code === "EEXIST" || cause.code === "ENOTDIR");
  return isFile ? "it must be a directory: there is a file" : `it cannot be made: ${cause.message}`;
}
