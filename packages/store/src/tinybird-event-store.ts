import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtInCatalog,
  type Catalog,
  createWriter,
  type Writer,
  type WriterOptions,
} from "@audit/events";
import { assertMethods, assertPositive } from "./assert-option.ts";
import { assertReadable } from "./assert-readable.ts";
import { batches } from "./batches.ts";
import { UnexpectedAnswerError } from "./call-error.ts";
import { draftList, receiptsFor } from "./draft-list.ts";
import type { DraftOrDrafts, EventStore, ReadOptions, ReceiptOf } from "./event-store.ts";
import { readPages } from "./read-pages.ts";
import { decodeRow, encodeRow, type PlacedEvent, type Row } from "./row.ts";
import { InterruptedAppendError, QuarantinedError, type QuarantinedRow } from "./store-error.ts";
import type { QueryParameters, Transport } from "./transport.ts";

/** Names of the data project's parts that the store uses. */
export const dataProject = {
  datasource: "audit_log",
  stream: "endpoint_audit_log",
  streams: "endpoint_audit_log_streams",
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

  async *read(id: string, options: ReadOptions = {}): AsyncGenerator<AuditEvent<A>> {
    const workspaceId = assertReadable(options, id);
    const pages = readPages(
      (after, size) =>
        this.#query(dataProject.stream, {
          workspace_id: workspaceId,
          event_id: id,
          ...(after && { after_timestamp: after.timestamp, after_uid: after.event.uid }),
          page_size: size,
        }),
      this.#pageSize,
    );
    for await (const event of pages) yield this.#catalog.decode(event);
  }

  async *readAll(options: ReadOptions = {}): AsyncGenerator<AuditEvent<A>> {
    const workspaceId = assertReadable(options);
    const pages = readPages(
      (after, size) =>
        this.#query(dataProject.streams, {
          workspace_id: workspaceId,
          ...(after && {
            after_id: after.event.id,
            after_timestamp: after.timestamp,
            after_uid: after.event.uid,
          }),
          page_size: size,
        }),
      this.#pageSize,
    );
    for await (const event of pages) yield this.#catalog.decode(event);
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

  async #query(pipe: string, parameters: QueryParameters): Promise<readonly PlacedEvent[]> {
    const rows = await this.#transport.query(pipe, parameters);
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
