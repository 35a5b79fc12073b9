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
import { assertMethods, assertPositive } from "./assert-option.ts";
import { batches } from "./batches.ts";
import { UnexpectedAnswerError } from "./call-error.ts";
import { draftList, receiptsFor } from "./draft-list.ts";
import type { DraftOrDrafts, EventStore, ReceiptOf } from "./event-store.ts";
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
  SearchOptions,
  SearchPage,
} from "./read-options.ts";
import { type Paging, type PlacedFacts, readPages } from "./read-pages.ts";
import { decodeRow, encodeRow, type PlacedEvent, type Row } from "./row.ts";
import { writeCursor } from "./search-cursor.ts";
import { searchQuery } from "./search-query.ts";
import { InterruptedAppendError, QuarantinedError, type QuarantinedRow } from "./store-error.ts";
import { fleetIds, streamQuery } from "./stream-query.ts";
import { takeEvents, takePage } from "./take-events.ts";
import type { QueryParameters, Transport } from "./transport.ts";

/** Names of the data project's parts that the store uses. */
export const dataProject = {
  datasource: "audit_log",
  stream: "endpoint_audit_log",
  streams: "endpoint_audit_log_streams",
  search: "endpoint_audit_log_search",
  quarantine: "endpoint_audit_log_quarantine",
} as const;

/** What a {@link TinybirdEventStore} is made of. */
export interface TinybirdEventStoreOptions<A extends AnyAction> {
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
  readonly #pageSize: number;

  constructor(options: TinybirdEventStoreOptions<A>) {
    this.#transport = assertMethods(
      "transport",
      options.transport,
      ["ingest", "query"],
      "have the methods of a Transport",
    );
    // Safe: without a catalog argument nothing infers A but its default, the built-in actions.
    const catalog = options.catalog ?? (builtInCatalog as unknown as Catalog<A>);
    this.#catalog = assertMethods("catalog", catalog, ["find", "decode"], "be from defineCatalog");
    this.#writer = createWriter(this.#catalog, options.writer);
    this.#pageSize = assertPositive("pageSize", options.pageSize ?? 1000);
  }

  get deprecated(): ReadonlyMap<string, number> {
    return this.#writer.deprecated;
  }

  async append<Name extends A["name"], const Names extends readonly A["name"][] = never>(
    drafts: DraftOrDrafts<A, Name, Names>,
  ): Promise<ReceiptOf<Names>> {
    const events = this.#writer.complete(draftList(drafts));
    const accepted: string[] = [];
    for (const batch of batches(events.map(encodeRow))) {
      try {
        await this.#ingest(batch);
      } catch (cause) {
        throw accepted.length === 0 ? cause : new InterruptedAppendError(accepted, cause);
      }
      accepted.push(...batch.map(({ uid }) => String(uid)));
    }
    return receiptsFor<Names>(drafts, events, this.#writer);
  }

  async *read<Name extends A["name"] = A["name"]>(
    id: string,
    options: ReadOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    const query = streamQuery(this.#catalog, id, options);
    // One row more than is wanted tells that the last event wanted is whole.
    const pageSize = Math.min(this.#pageSize, query.limit + 1);
    const places = this.#places(dataProject.stream, streamParameters(query), {
      ...query,
      pageSize,
    });
    for await (const event of takeEvents(places, query)) yield this.#decode<Name>(event);
  }

  async *readMany<Name extends A["name"] = A["name"]>(
    ids: readonly string[],
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    const query = rangeQuery(this.#catalog, options);
    for (const batch of idBatches(fleetIds(ids)))
      yield* this.#streams<Name>({ ...rangeParameters(query), ids: JSON.stringify(batch) }, query);
  }

  async *readAll<Name extends A["name"] = A["name"]>(
    options: ReadAllOptions<Name> = {},
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    const query = rangeQuery(this.#catalog, options);
    yield* this.#streams<Name>(rangeParameters(query), query);
  }

  async search<Name extends A["name"] = A["name"]>(
    options: SearchOptions<Name> = {},
  ): Promise<SearchPage<ActionNamed<A, Name>>> {
    const query = searchQuery(this.#catalog, options);
    // As for a stream, and one more tells whether another page follows.
    const pageSize = Math.min(this.#pageSize, query.limit + 2);
    const places = this.#places(dataProject.search, searchParameters(query), {
      ...query,
      pageSize,
    });
    const { events, last } = await takePage(places, query);
    return {
      events: events.map((event) => this.#decode<Name>(event)),
      ...(last && { cursor: writeCursor(last, query.fingerprint) }),
    };
  }

  async *#streams<Name extends A["name"]>(
    parameters: QueryParameters,
    { signal }: RangeQuery,
  ): AsyncGenerator<AuditEvent<ActionNamed<A, Name>>> {
    const pageSize = this.#pageSize;
    const places = this.#places(dataProject.streams, parameters, { pageSize, signal });
    const all = { limit: Infinity, backward: false, ...(signal && { signal }) };
    for await (const event of takeEvents(places, all)) yield this.#decode<Name>(event);
  }

  #places(pipe: string, parameters: QueryParameters, paging: Paging): AsyncGenerator<PlacedFacts> {
    return readPages(
      (after, size) =>
        this.#query(
          pipe,
          {
            ...parameters,
            ...(after && {
              // A pipe of one stream knows it already.
              ...(pipe !== dataProject.stream && { after_id: after.id }),
              after_timestamp: after.timestamp,
              after_uid: after.uid,
            }),
            page_size: size,
          },
          paging.signal,
        ),
      paging,
    );
  }

  #decode<Name extends A["name"]>(event: RecordedEvent): AuditEvent<ActionNamed<A, Name>> {
    const decoded: unknown = this.#catalog.decode(event);
    // Safe: only events of these names were asked for, and `decode` gives the catalog's types.
    return decoded as AuditEvent<ActionNamed<A, Name>>;
  }

  async #ingest(rows: readonly Row[]): Promise<void> {
    const { datasource } = dataProject;
    const answer = await this.#transport.ingest(datasource, rows);
    if (answer.quarantinedRows > 0)
      throw new QuarantinedError(
        datasource,
        await this.#quarantineReasons(rows, answer.quarantinedRows),
        answer.successfulRows,
      );
    if (answer.successfulRows !== rows.length)
      throw new UnexpectedAnswerError(
        `append to "${datasource}"`,
        `count ${rows.length} rows: it counts ${answer.successfulRows}`,
      );
  }

  async #quarantineReasons(rows: readonly Row[], count: number): Promise<QuarantinedRow[]> {
    const uids = rows.map(({ uid }) => uid);
    try {
      const found = await this.#transport.query(dataProject.quarantine, {
        uids: JSON.stringify(uids),
      });
      const places = new Map(uids.map((uid, place) => [uid, place]));
      const place = ({ uid }: QuarantinedRow) => places.get(uid) ?? rows.length;
      if (found.length > 0) return found.map(quarantinedRow).sort((a, b) => place(a) - place(b));
    } catch {
      // The rows are in quarantine whether the reasons can be had or not; that is what must be said.
    }
    const uid = uids.length === 1 ? String(uids[0]) : "";
    return Array.from({ length: count }, () => ({
      uid,
      columns: [],
      reason: "the reason could not be read",
    }));
  }

  async #query(
    pipe: string,
    parameters: QueryParameters,
    signal: AbortSignal | undefined,
  ): Promise<readonly PlacedEvent[]> {
    const rows = await this.#transport.query(pipe, parameters, { signal });
    if (!Array.isArray(rows))
      throw new UnexpectedAnswerError(`read from "${pipe}"`, "have a list of rows");
    return rows.map((row) => {
      const placed = decodeRow(row);
      if ("missing" in placed)
        throw new UnexpectedAnswerError(
          `read from "${pipe}"`,
          `have the column "${placed.missing}", of the type it was deployed with`,
        );
      return placed;
    });
  }
}

function quarantinedRow(row: unknown): QuarantinedRow {
  // Safe: read key by key, each turned into text.
  const { quarantined_uid, columns, reasons } = row as Readonly<Record<string, unknown>>;
  return {
    uid: String(quarantined_uid),
    columns: Array.isArray(columns) ? columns.map(String) : [],
    reason: Array.isArray(reasons) ? reasons.map(String).join("; ") : "",
  };
}
