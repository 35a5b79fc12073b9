import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtInCatalog,
  type Catalog,
  createWriter,
  type RecordedEvent,
  type Writer,
  type WriterOptions,
} from "@audit/events";
import { AppendQueue } from "./append/append-queue.ts";
import { Delivery } from "./append/delivery.ts";
import {
  type AppendOptions,
  assertDelivery,
  type DeliveryOptions,
  type DeliverySettings,
} from "./append/delivery-options.ts";
import { ingestRows } from "./append/ingest-rows.ts";
import { assertMethods, assertPositive } from "./assert-option.ts";
import type { Completeness } from "./completeness/completeness.ts";
import { completenessOf } from "./completeness/completeness-of.ts";
import type { CompletenessOptions } from "./completeness/completeness-options.ts";
import { completenessQuery } from "./completeness/completeness-query.ts";
import { tinybirdCompletenessSource } from "./completeness/tinybird-completeness-source.ts";
import { dataProject } from "./data-project.ts";
import { draftList, receiptsFor } from "./draft-list.ts";
import type { DraftOrDrafts, EventStore, ReceiptOf } from "./event-store.ts";
import { watchAppend } from "./observe/append-watch.ts";
import { observeTransport } from "./observe/observe-transport.ts";
import type { StoreObserver } from "./observe/store-observer.ts";
import { pageOfRows } from "./page/page-of-rows.ts";
import {
  idBatches,
  rangeParameters,
  searchParameters,
  streamParameters,
} from "./query-parameters.ts";
import { type RangeQuery, rangeQuery } from "./range-query.ts";
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
import { searchQuery } from "./search-query.ts";
import { fleetIds, streamQuery } from "./stream-query.ts";
import { follow } from "./tail/follow.ts";
import type { TailedEvent, TailOptions } from "./tail/tail-options.ts";
import { tailQuery } from "./tail/tail-query.ts";
import { tinybirdTailSource } from "./tail/tinybird-tail-source.ts";
import { type TakingPages, takeEvents, takePage } from "./take-events.ts";
import { distinctDeliveries } from "./transfer/distinct-deliveries.ts";
import { sendRecorded } from "./transfer/send-recorded.ts";
import type { CallOptions, QueryParameters, Transport } from "./transport.ts";

/** What a {@link TinybirdEventStore} is made of. */
export interface TinybirdEventStoreOptions<A extends AnyAction> extends DeliveryOptions<A["name"]> {
  readonly transport: Transport;
  /** @defaultValue the built-in catalog */
  readonly catalog?: Catalog<A> | undefined;
  /** Clock, randomness and name of the writer. */
  readonly writer?: WriterOptions | undefined;
  /** Rows asked for at a time. @defaultValue 1,000 */
  readonly pageSize?: number | undefined;
}

/**
 * An event store on Tinybird, or on anything that speaks its HTTP API.
 *
 * At least once in, exactly once out: an append may be delivered again after an error, and reading
 * drops doubles by their `uid`.
 */
export class TinybirdEventStore<A extends AnyAction = BuiltInAction> implements EventStore<A> {
  readonly #transport: Transport;
  readonly #catalog: Catalog<A>;
  readonly #writer: Writer;
  readonly #delivery: Delivery;
  readonly #pageSize: number;
  readonly #observer: StoreObserver | undefined;

  constructor(options: TinybirdEventStoreOptions<A>) {
    const transport = assertMethods(
      "transport",
      options.transport,
      ["ingest", "query"],
      "have the methods of a Transport",
    );
    // Safe: without a catalog argument nothing infers A but its default, the built-in actions.
    const catalog = options.catalog ?? (builtInCatalog as unknown as Catalog<A>);
    this.#catalog = assertMethods("catalog", catalog, ["find", "decode"], "be from defineCatalog");
    this.#writer = createWriter(this.#catalog, options.writer);
    const settings = assertDelivery(options, this.#catalog);
    this.#observer = settings.observer;
    this.#transport = observeTransport(transport, settings.observer);
    this.#delivery = deliveryTo(this.#transport, settings);
    this.#pageSize = assertPositive("pageSize", options.pageSize ?? 1000);
  }

  get deprecated(): ReadonlyMap<string, number> {
    return this.#writer.deprecated;
  }

  /** How many events were given up, by their actions. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#delivery.dropped;
  }

  async append<Name extends A["name"], const Names extends readonly A["name"][] = never>(
    drafts: DraftOrDrafts<A, Name, Names>,
    options: AppendOptions = {},
  ): Promise<ReceiptOf<Names>> {
    const watch = watchAppend(this.#observer);
    try {
      this.#delivery.check(options);
      const events = this.#writer.complete(draftList(drafts));
      const statuses = await this.#delivery.deliver(events, options, watch);
      const receipts = receiptsFor<Names>(drafts, events, this.#writer, statuses);
      watch?.end();
      return receipts;
    } catch (cause) {
      watch?.end({ cause });
      throw cause;
    }
  }

  /** Resolves when nothing that was appended is pending any more. What is `spooled` may still wait. */
  settled(): Promise<void> {
    return this.#delivery.settled();
  }

  read<Name extends A["name"] = A["name"]>(
    id: string,
    options: ReadOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return takeEvents(
      () => {
        const query = streamQuery(this.#catalog, id, options);
        // One row more than is wanted tells that the last event wanted is whole.
        const pageSize = Math.min(this.#pageSize, query.limit + 1);
        const paging = { ...query, pageSize, atMost: query.limit };
        return {
          ...query,
          pages: this.#pages(dataProject.stream, streamParameters(query), paging),
        };
      },
      (event) => this.#decode<Name>(event),
    );
  }

  readMany<Name extends A["name"] = A["name"]>(
    ids: readonly string[],
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return takeEvents(
      () => {
        const query = rangeQuery(this.#catalog, options);
        return this.#streams(query, fleetIds(ids));
      },
      (event) => this.#decode<Name>(event),
    );
  }

  readAll<Name extends A["name"] = A["name"]>(
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    return takeEvents(
      () => this.#streams(rangeQuery(this.#catalog, options)),
      (event) => this.#decode<Name>(event),
    );
  }

  async search<Name extends A["name"] = A["name"]>(
    options: SearchOptions<Name> = {},
  ): Promise<SearchPage<ActionNamed<A, Name>>> {
    const query = searchQuery(this.#catalog, options);
    // As for a stream, and one more tells whether another page follows.
    const pageSize = Math.min(this.#pageSize, query.limit + 2);
    const pages = this.#pages(dataProject.search, searchParameters(query), {
      ...query,
      pageSize,
      atMost: query.limit + 1,
    });
    const { events, last } = await takePage(pages, query);
    return {
      events: events.map((event) => this.#decode<Name>(event)),
      ...(last && { cursor: writeCursor(last, query.fingerprint) }),
    };
  }

  async *tail<Name extends A["name"] = A["name"]>(
    options: TailOptions<Name> = {},
  ): AsyncGenerator<TailedEvent<ActionNamed<A, Name>>> {
    const query = tailQuery(this.#catalog, options);
    const source = tinybirdTailSource(this.#transport, query);
    yield* follow(source, query, this.#pageSize, (event) => this.#decode<Name>(event));
  }

  async completeness(options: CompletenessOptions = {}): Promise<Completeness> {
    const query = completenessQuery(options);
    return completenessOf(tinybirdCompletenessSource(this.#transport, query.signal), query);
  }

  readRecorded<Name extends A["name"] = A["name"]>(
    options: ReadRecordedOptions<Name> = {},
  ): AsyncGenerator<RecordedEvent> {
    return takeEvents(
      () => {
        const query = rangeQuery(this.#catalog, options);
        const ids = options.ids === undefined ? undefined : fleetIds(options.ids);
        return this.#streams(query, ids, distinctDeliveries);
      },
      (event) => event,
    );
  }

  appendRecorded(events: readonly RecordedEvent[], options: CallOptions = {}): Promise<void> {
    return sendRecorded(
      events,
      (rows, signal) => ingestRows(this.#transport, rows, { signal }),
      options.signal,
    );
  }

  #streams(
    { signal, ...range }: RangeQuery,
    ids?: readonly string[],
    merge?: Paging["merge"],
  ): TakingPages {
    const parameters = rangeParameters(range);
    const paging = { pageSize: this.#pageSize, signal, merge };
    const pagesOf = (fleet: QueryParameters) =>
      this.#pages(dataProject.streams, { ...parameters, ...fleet }, paging);
    const pages = ids === undefined ? pagesOf({}) : pagesOfBatches(ids, pagesOf);
    return { pages, limit: Infinity, backward: false, signal };
  }

  #pages(pipe: string, parameters: QueryParameters, paging: Paging): AsyncGenerator<PageOfFacts> {
    return readPages(async (after, size, signal) => {
      const place = after && {
        // A pipe of one stream knows it already.
        ...(pipe !== dataProject.stream && { after_id: after.id }),
        after_timestamp: after.timestamp,
        after_uid: after.uid,
      };
      const asked = { ...parameters, ...place, page_size: size };
      return pageOfRows(pipe, await this.#transport.query(pipe, asked, { signal }));
    }, paging);
  }

  #decode<Name extends A["name"]>(event: RecordedEvent): AuditEvent<ActionNamed<A, Name>> {
    const decoded: unknown = this.#catalog.decode(event);
    // Safe: only events of these names were asked for, and `decode` gives the catalog's types.
    return decoded as AuditEvent<ActionNamed<A, Name>>;
  }
}

async function* pagesOfBatches(
  ids: readonly string[],
  pagesOf: (fleet: QueryParameters) => AsyncGenerator<PageOfFacts>,
): AsyncGenerator<PageOfFacts> {
  for (const batch of idBatches(ids)) yield* pagesOf({ ids: JSON.stringify(batch) });
}

function deliveryTo(transport: Transport, settings: DeliverySettings): Delivery {
  const asked = `append to "${dataProject.datasource}"`;
  const queue = new AppendQueue({
    ingest: (rows, signal, carried) =>
      ingestRows(transport, rows, { signal, ...(carried && { carried }) }),
    asked,
    deadline: assertPositive("transport.appendDeadline", transport.appendDeadline ?? 2_000),
    maximumRows: settings.maximumWaitingRows,
  });
  return new Delivery(settings, queue, asked);
}
