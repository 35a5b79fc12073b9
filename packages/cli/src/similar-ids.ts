import type { BuiltInAction } from "@audit/events";
import type { EventStore } from "@audit/store";
import { NothingFoundError } from "./usage-error.ts";

/** Gives the error for an entity without events, with ids of recent events that look like it. */
export async function unknownEntity(
  store: EventStore<BuiltInAction>,
  id: string,
  workspaceId: string,
): Promise<NothingFoundError> {
  // Both ends of the log: one busy entity may fill all of one.
  const pages = await Promise.all(
    (["newest", "oldest"] as const).map((order) =>
      store.search({ workspaceId, order, limit: 1000 }),
    ),
  );
  const ids = new Set(pages.flatMap(({ events }) => events.map((event) => event.id)));
  const similar = similarIds(id, ids);
  const place = workspaceId === "" ? "" : ` in workspace ${JSON.stringify(workspaceId)}`;
  return new NothingFoundError(
    `Found no event of ${JSON.stringify(id)}${place}`,
    similar.length > 0
      ? `Did you mean ${similar.join(" or ")}?`
      : ids.size > 0
        ? '"audit search" lists recent events with their ids'
        : "This workspace has no events; another one is chosen with --workspace",
  );
}

/** Gives up to three ids that differ least, none that differs in more than a third. */
export function similarIds(id: string, ids: Iterable<string>): string[] {
  return [...ids]
    .map((other) => ({ other, distance: distance(id.toLowerCase(), other.toLowerCase()) }))
    .filter((one) => one.distance <= Math.max(1, Math.floor(id.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other);
}

/** How many letters to put in, take out or change. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8 || a.length > 256) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
