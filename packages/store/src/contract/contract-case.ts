import type { AuditEvent, BuiltInAction } from "@audit/events";
import type { EventStore } from "../event-store.ts";

/** What a case is given: a store, and a workspace that nobody else writes to. */
export interface ContractContext {
  readonly store: EventStore<BuiltInAction>;
  readonly workspaceId: string;
}

/** One promise of a store. `run` rejects with an AssertionError where it is not kept. */
export interface ContractCase {
  readonly name: string;
  run(context: ContractContext): Promise<void>;
}

/** Gives all events of a stream of the case's workspace. */
export async function readStream(
  { store, workspaceId }: ContractContext,
  id: string,
): Promise<AuditEvent<BuiltInAction>[]> {
  return collect(store.read(id, { workspaceId }));
}

/** Gives what an async iterable gives, as a list. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
