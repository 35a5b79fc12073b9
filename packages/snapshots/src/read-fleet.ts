import { AuditError } from "@audit/events";
import { type Projection, replayAll } from "@audit/projections";
import { assertMethods } from "./assert-methods.ts";
import type { FleetReader } from "./fleet-reader.ts";
import { checkReadStateOptions, type ReadStateOptions } from "./read-state-options.ts";

/** Which states of a fleet to read. */
export type ReadFleetOptions = Pick<ReadStateOptions, "workspaceId" | "at" | "knownAt">;

/**
 * Gives each entity's id with its state, one after the other by id, from no more events than the
 * projection needs.
 *
 * The store is asked for the projection's actions alone, under whatever name they were stored, so that
 * what else a workspace has costs nothing on its way here. States are those that `replayAll` gives for
 * all events, of the entities that have an event of such an action; only of a conflict in which one fact
 * is of another action, the one recorded first is not known. There is no report, as what was left out
 * would show as gaps: for reports give `store.readAll()` to `replayAll`. So is done here where the
 * store's catalog lacks an action of the projection. Memory is one state at a time, and the ids.
 *
 * @throws {InvalidReadStateError} when an argument cannot be what it is, when the first is asked for
 * @throws whatever the event store throws
 * @example
 * import { monitor } from "@audit/projections";
 * import { MemoryEventStore } from "@audit/store";
 * const store = new MemoryEventStore();
 * await store.append({ id: "monitor:1", action: "monitor.create", metadata: { name: "API" } });
 * for await (const [id, state] of readFleet(store, monitor)) console.log(id, state.phase); // monitor:1 active
 */
export async function* readFleet<State>(
  store: FleetReader,
  projection: Projection<State>,
  options: ReadFleetOptions = {},
): AsyncGenerator<[id: string, state: State], void, undefined> {
  assertMethods("store", store, ["readAll"]);
  assertMethods("projection", projection, ["evolve", "handles"]);
  const { workspaceId, at, knownAt } = checkReadStateOptions(options);
  const { actions } = projection;
  // No event changes anything, and a list of none is not one that a store takes.
  if (actions.length === 0) return;
  const range = { workspaceId, to: at, knownAt };
  // Safe: the store looks at each, and what it does not know is answered below.
  const needed = store.readAll({ ...range, actions: actions as readonly never[] });
  try {
    for await (const [id, { state }] of replayAll(projection, needed, { at, knownAt }))
      yield [id, state];
    return;
  } catch (error) {
    if (!isUnknownAction(error)) throw error;
  }
  const all = replayAll(projection, store.readAll(range), { at, knownAt });
  for await (const [id, { state, report }] of all) if (report.applied > 0) yield [id, state];
}

/** A store says so before it gives an event. */
function isUnknownAction(error: unknown): boolean {
  return (
    error instanceof AuditError &&
    error.code === "invalid_read" &&
    "field" in error &&
    String(error.field).startsWith("actions.")
  );
}
