import { readdir } from "node:fs/promises";

/**
 * Refuses a directory that the demo cannot keep its data in, or has none in; creates nothing.
 *
 * @param isKept whether data must be there already
 * @throws {Error} saying what must hold
 */
export async function checkDataDirectory(data: string, isKept: boolean): Promise<void> {
  const cannot = `Cannot ${isKept ? "answer from" : "keep data in"} "${data}" as`;
  const entries = await entriesOf(data, `${cannot} it must be a directory that can be read`);
  if (entries.length > 0 && !isOurs(entries))
    throw new Error(
      `${cannot} it must be ${isKept ? "" : "empty or "}a directory that the demo keeps data in: it holds other files`,
    );
  if (entries.length === 0 && isKept)
    throw new Error(
      `${cannot} checks must have been kept there, and nothing is: give them with --checks FILE`,
    );
}

async function entriesOf(data: string, problem: string): Promise<readonly string[]> {
  try {
    return await readdir(data);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new Error(problem, { cause });
  }
}

// The server makes its tables first and its tokens then: a kill in between leaves no tokens.
function isOurs(entries: readonly string[]): boolean {
  return (
    entries.includes("clickhouse") &&
    (entries.includes("tokens.json") ||
      entries.every((entry) => entry === "clickhouse" || entry === "tokens.json.part"))
  );
}
