import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtInCatalog,
  type Catalog,
  compareEvents,
  createWriter,
  type RecordedEvent,
  type Writer,
  type WriterOptions,
} from "@audit/events";
import { assertMethods } from "./assert-option.ts";
import { assertReadable } from "./assert-readable.ts";
import { draftList, receiptsFor } from "./draft-list.ts";
import type { DraftOrDrafts, EventStore, ReadOptions, ReceiptOf } from "./event-store.ts";
import { readPages } from "./read-pages.ts";

/** What a {@link MemoryEventStore} is made of. */
export interface MemoryEventStoreOptions<A extends AnyAction> {
  /** @defaultValue the built-in catalog */
  readonly catalog?: Catalog<A> | undefined;
  /** Clock, randomness and name of the writer. `now` is also the clock of `recordedAt`. */
  readonly writer?: WriterOptions | undefined;
}

/**
 * The smallest event store, written to be read first.
 *
 * A store does three things: a writer turns drafts into events, the store notes when it took them,
 * and reading gives them in stream order, each once, as the catalog understands them.
 */
export class MemoryEventStore<A extends AnyAction = BuiltInAction> implements EventStore<A> {
  readonly #catalog: Catalog<A>;
  readonly #writer: Writer;
  readonly #now: () => number;
  readonly #workspaces = new Map<string, Map<string, RecordedEvent[]>>();

  constructor(options: MemoryEventStoreOptions<A> = {}) {
    // Safe: without a catalog argument nothing infers A but its default, the built-in actions.
    const catalog = options.catalog ?? (builtInCatalog as unknown as Catalog<A>);
    this.#catalog = assertMethods("catalog", catalog, ["find", "decode"], "be from defineCatalog");
    this.#writer = createWriter(this.#catalog, options.writer);
    this.#now = options.writer?.now ?? Date.now;
  }

  get deprecated(): ReadonlyMap<string, number> {
    return this.#writer.deprecated;
  }

  async append<Name extends A["name"], const Names extends readonly A["name"][] = never>(
    drafts: DraftOrDrafts<A, Name, Names>,
  ): Promise<ReceiptOf<Names>> {
    const events = this.#writer.complete(draftList(drafts));
    const recordedAt = Math.floor(this.#now());
    for (const event of events)
      this.#stream(event.workspaceId, event.id).push({ ...event, recordedAt, copies: 1 });
    return receiptsFor<Names>(drafts, events, this.#writer);
  }

  async *read(id: string, options: ReadOptions = {}): AsyncGenerator<AuditEvent<A>> {
    const workspaceId = assertReadable(options, id);
    const events = this.#workspaces.get(workspaceId)?.get(id) ?? [];
    const ordered = [...events].sort(compareEvents);
    const page = ordered.map((event) => ({ event, timestamp: String(event.timestamp) }));
    // A copy, so that nobody who reads holds what is stored.
    for await (const event of readPages(async () => page, page.length + 1))
      yield this.#catalog.decode(structuredClone(event));
  }

  async *readAll(options: ReadOptions = {}): AsyncGenerator<AuditEvent<A>> {
    const workspaceId = assertReadable(options);
    const ids = [...(this.#workspaces.get(workspaceId)?.keys() ?? [])];
    for (const id of ids.sort(compareUtf8)) yield* this.read(id, options);
  }

  #stream(workspaceId: string, id: string): RecordedEvent[] {
    const workspace = this.#workspaces.get(workspaceId) ?? new Map<string, RecordedEvent[]>();
    this.#workspaces.set(workspaceId, workspace);
    const stream = workspace.get(id) ?? [];
    workspace.set(id, stream);
    return stream;
  }
}

/** Compares by code point, as ClickHouse's bytes of UTF-8 do; code units put emoji before U+E000. */
function compareUtf8(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  const index = left.findIndex((character, at) => character !== right[at]);
  if (index === -1) return left.length - right.length;
  return (left[index]?.codePointAt(0) ?? -1) - (right[index]?.codePointAt(0) ?? -1);
}
