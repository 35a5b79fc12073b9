const texts = ["metadata", "actor", "targets", "context"];
/** What each writer makes for itself. */
const own = new Set(["uid", "writer", "sequence", "previous"]);

/** Gives what lines say, whether nested values are objects in them or JSON text, without what a writer makes. */
export function lineAnswer(lines: string): unknown {
  return lines.split("\n").map((line) => {
    // Safe: the lines are what the contenders have just written, objects all.
    const row = JSON.parse(line) as Record<string, unknown>;
    const { workspace_id: workspaceId = row.workspaceId, ...rest } = row;
    const entries = Object.entries({ ...rest, workspaceId }).filter(([key]) => !own.has(key));
    return Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        texts.includes(key) && typeof value === "string" ? JSON.parse(value) : value,
      ]),
    );
  });
}
