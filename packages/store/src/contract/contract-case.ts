import type { AuditEvent, BuiltInAction, WriterOptions } from "@audit/events";
import type { EventStore } from "../event-store.ts";

/** How a case wants its store to be opened. */
export interface OpenOptions {
  /** Rows asked for at a time, for a store that reads in pages; any other leaves it alone. */
  readonly pageSize?: number;
  /** Clock, randomness and name of the writer. */
  readonly writer?: WriterOptions;
}

/** Opens a store. All that it opens stand on one backend: what one appends, every other reads. */
export type OpenStore = (
  options?: OpenOptions,
) => EventStore<BuiltInAction> | Promise<EventStore<BuiltInAction>>;

/** What a case is given: a store, more of them, and a workspace that nobody else writes to. */
export interface ContractContext {
  readonly store: EventStore<BuiltInAction>;
  /** Opens another store over the same backend. */
  readonly open: OpenStore;
  readonly workspaceId: string;
}

/** One promise of a store. `run` rejects with an AssertionError where it is not kept. */
export interface ContractCase {
  readonly name: string;
  run(context: ContractContext): Promise<void>;
}

/** Gives all events of a stream of the case's workspace. */
export async function readStream(
  { store, workspaceId }: Pick<ContractContext, "store" | "workspaceId">,
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

/** Gives the uids of events in their order, as one text; of what has several copies `"a*2"`. */
export function uidsOf(events: readonly { readonly uid: string; readonly copies: number }[]) {
  return events.map(({ uid, copies }) => (copies === 1 ? uid : `${uid}*${copies}`)).join(" ");
}
