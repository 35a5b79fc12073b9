import type { BuiltInAction } from "@audit/events";
import type { EventStore } from "@audit/store";
import type { Session } from "./session.ts";
import { unknownEntity } from "./similar-ids.ts";
import { NothingFoundError } from "./usage-error.ts";

/** Gives the error for an entity that has no events by a moment: when they begin, if there are any. */
export async function nothingByThen(
  store: EventStore<BuiltInAction>,
  id: string,
  { workspaceId, show, zone }: Session,
  { at, knownAt }: { readonly at: number | undefined; readonly knownAt: number | undefined },
): Promise<NothingFoundError> {
  for await (const { timestamp, recordedAt } of store.read(id, { workspaceId, limit: 1 })) {
    const by = [
      at === undefined ? "" : ` that happened by ${show(at)}`,
      knownAt === undefined ? "" : ` that was recorded by ${show(knownAt)}`,
    ];
    return new NothingFoundError(
      `Found no event of ${JSON.stringify(id)}${by.filter(Boolean).join(" and")} (${zone.name})`,
      `Its first one happened at ${show(timestamp)} and was recorded at ${show(recordedAt)}`,
    );
  }
  return unknownEntity(store, id, workspaceId);
}
