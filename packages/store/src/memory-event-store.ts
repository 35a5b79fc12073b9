import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtInCatalog,
  type Catalog,
  compareEvents,
  createWriter,
  type Position,
  type RecordedEvent,
  type Writer,
  type WriterOptions,
} from "@audit/events";
import { type AppendOptions, assertAppendOptions } from "./append/delivery-options.ts";
import { refuseAborted } from "./append/refuse-aborted.ts";
import { assertMethods } from "./assert-option.ts";
import { compareUtf8 } from "./compare-utf8.ts";
import type { Completeness } from "./completeness/completeness.ts";
import { completenessOf } from "./completeness/completeness-of.ts";
import type { CompletenessOptions } from "./completeness/completeness-options.ts";
import { completenessQuery } from "./completeness/completeness-query.ts";
import { memoryCompletenessSource } from "./completeness/memory-completeness-source.ts";
import { draftList, receiptsFor } from "./draft-list.ts";
import type { DraftOrDrafts, EventStore, ReceiptOf } from "./event-store.ts";
import { standing } from "./page/page-of-rows.ts";
import { isInRange, rangeQuery } from "./range-query.ts";
import type {
  ActionNamed,
  ReadAllOptions,
  ReadOptions,
  ReadRecordedOptions,
  SearchOptions,
  SearchPage,
} from "./read-options.ts";
import { type PageOfFacts, type Paging, readPages } from "./read-pages.ts";
import { writeCursor } from "./search-cursor.ts";
import { isFound, searchQuery } from "./search-query.ts";
import { fleetIds, type StreamQuery, streamQuery } from "./stream-query.ts";
import { follow } from "./tail/follow.ts";
import { memoryTailSource } from "./tail/memory-tail-source.ts";
import type { TailedEvent, TailOptions } from "./tail/tail-options.ts";
import { tailQuery } from "./tail/tail-query.ts";
import { takeEvents, takePage } from "./take-events.ts";
import { distinctDeliveries } from "./transfer/distinct-deliveries.ts";
import { recordedEvents } from "./transfer/recorded-events.ts";

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
    options: AppendOptions = {},
  ): Promise<ReceiptOf<Names>> {
    refuseAborted(assertAppendOptions(options));
    const events = this.#writer.complete(draftList(drafts));
    const recordedAt = Math.floor(this.#now());
    for (const event of events)
      this.#stream(event.workspaceId, event.id).push({ ...event, recordedAt, copies: 1 });
    return receiptsFor<Names>(drafts, events, this.#writer);
  }

  read<Name extends A["name"] = A["name"]>(
    id: string,
    options: ReadOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return this.#read<Name>(() => [streamQuery(this.#catalog, id, options)]);
  }

  readMany<Name extends A["name"] = A["name"]>(
    ids: readonly string[],
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return this.#read<Name>(() => {
      const range = rangeQuery(this.#catalog, options);
      return fleetIds(ids).map((id) => ({ ...range, ...wholeStream, id }));
    });
  }

  readAll<Name extends A["name"] = A["name"]>(
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return this.#read<Name>(() => {
      const range = rangeQuery(this.#catalog, options);
      const ids = [...(this.#workspaces.get(range.workspaceId)?.keys() ?? [])];
      return ids.sort(compareUtf8).map((id) => ({ ...range, ...wholeStream, id }));
    });
  }

  async search<Name extends A["name"] = A["name"]>(
    options: SearchOptions<Name> = {},
  ): Promise<SearchPage<ActionNamed<A, Name>>> {
    const query = searchQuery(this.#catalog, options);
    const found = this.#deliveries(query.workspaceId).filter((event) => isFound(event, query));
    const { events, last } = await takePage(placesOf(found, query), query);
    return {
      events: events.map((event) => this.#decode<Name>(event)),
      ...(last && { cursor: writeCursor(last, query.fingerprint) }),
    };
  }

  async *tail<Name extends A["name"] = A["name"]>(
    options: TailOptions<Name> = {},
  ): AsyncGenerator<TailedEvent<ActionNamed<A, Name>>> {
    const query = tailQuery(this.#catalog, options);
    const deliveries = () =>
      this.#deliveries(query.workspaceId).filter((event) => isInRange(event, query));
    const source = memoryTailSource(deliveries, this.#now);
    yield* follow(source, query, Infinity, (event) => this.#decode<Name>(event));
  }

  async completeness(options: CompletenessOptions = {}): Promise<Completeness> {
    const query = completenessQuery(options);
    const deliveries = () => [...this.#workspaces.keys()].flatMap((id) => this.#deliveries(id));
    return completenessOf(memoryCompletenessSource(deliveries, this.#now), query);
  }

  async *readRecorded<Name extends A["name"] = A["name"]>(
    options: ReadRecordedOptions<Name> = {},
  ): AsyncGenerator<RecordedEvent> {
    const query = { ...rangeQuery(this.#catalog, options), ...wholeStream };
    const workspace = this.#workspaces.get(query.workspaceId);
    const all = [...(workspace?.keys() ?? [])].sort(compareUtf8);
    for (const id of options.ids === undefined ? all : fleetIds(options.ids)) {
      const events = (workspace?.get(id) ?? []).filter((event) => isInRange(event, query));
      const pages = placesOf(events, query, distinctDeliveries);
      yield* takeEvents(() => ({ ...query, pages }), structuredClone<RecordedEvent>);
    }
  }

  async appendRecorded(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of recordedEvents(events))
      this.#stream(event.workspaceId, event.id).push(structuredClone(event));
  }

  async *#read<Name extends A["name"]>(
    queries: () => readonly StreamQuery[],
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    for (const query of queries()) {
      const stream = this.#workspaces.get(query.workspaceId)?.get(query.id) ?? [];
      const events = stream.filter((event) => isInRange(event, query));
      const pages = placesOf(events, query);
      yield* takeEvents(
        () => ({ ...query, pages }),
        (event) => this.#decode<Name>(event),
      );
    }
  }

  #decode<Name extends A["name"]>(event: RecordedEvent): AuditEvent<ActionNamed<A, Name>> {
    // A copy, so that nobody who reads holds what is stored.
    const decoded: unknown = this.#catalog.decode(structuredClone(event));
    // Safe: only events of these names were let through, and `decode` gives the catalog's types.
    return decoded as AuditEvent<ActionNamed<A, Name>>;
  }

  #deliveries(workspaceId: string): readonly RecordedEvent[] {
    return [...(this.#workspaces.get(workspaceId)?.values() ?? [])].flat();
  }

  #stream(workspaceId: string, id: string): RecordedEvent[] {
    const workspace = this.#workspaces.get(workspaceId) ?? new Map<string, RecordedEvent[]>();
    this.#workspaces.set(workspaceId, workspace);
    const stream = workspace.get(id) ?? [];
    workspace.set(id, stream);
    return stream;
  }
}

const wholeStream = { backward: false, limit: Infinity } as const;

/** Gives events by their places, each place once: forward or backward, from behind a place on. */
function placesOf(
  events: readonly RecordedEvent[],
  { after, backward, signal }: Pick<StreamQuery, "after" | "backward" | "signal">,
  merge?: Paging["merge"],
): AsyncGenerator<PageOfFacts> {
  const sign = backward ? -1 : 1;
  const start = after && { ...after, timestamp: Number(after.timestamp) };
  const page = events
    .filter((event) => start === undefined || sign * comparePlaces(event, start) > 0)
    .sort((a, b) => sign * comparePlaces(a, b))
    .map((event) => standing({ event, timestamp: String(event.timestamp) }));
  return readPages(async () => page, { pageSize: page.length + 1, signal, merge });
}

function comparePlaces(
  a: Position & { readonly id: string },
  b: Position & { readonly id: string },
): number {
  return compareEvents(a, b) || compareUtf8(a.id, b.id);
}
