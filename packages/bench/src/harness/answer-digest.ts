import { createHash } from "node:crypto";

/** Gives a short digest of a JSON value, whatever the order of its keys. */
export function answerDigest(answer: unknown): string {
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  if (text === undefined) throw new Error("Cannot compare an answer as it must be JSON");
  return createHash("sha256").update(text).digest("hex");
}
