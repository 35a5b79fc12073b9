import type { AnyAction, AuditEvent, BuiltInAction, Catalog, WriterOptions } from "@audit/events";
import type { AppendOptions, DeliveryOptions } from "./append/delivery-options.ts";
import { assertObject } from "./assert-option.ts";
import type { Deadlines } from "./deadlines.ts";
import type { DraftOrDrafts, ReceiptOf } from "./event-store.ts";
import { TinybirdEventStore } from "./tinybird-event-store.ts";
import { type ZodBirdClient, zodBirdTransport } from "./zod-bird-transport.ts";

/** What an {@link AuditLog} is made of. */
export interface AuditLogOptions<A extends AnyAction> extends DeliveryOptions<A["name"]> {
  /** A `Tinybird` of `@chronark/zod-bird`. */
  readonly tb: ZodBirdClient;
  /** @defaultValue the built-in catalog */
  readonly catalog?: Catalog<A> | undefined;
  /** How long to wait for Tinybird, in ms. */
  readonly deadlines?: Deadlines | undefined;
  /** Limits of an event, and clock, randomness and name of the writer. */
  readonly writer?: WriterOptions | undefined;
}

/** Which stream to read, in the words of the original interface. */
export interface StreamParameters {
  /** The entity, `"monitor:1"`. */
  readonly event_id: string;
  /** @defaultValue `""`, a workspace of its own */
  readonly workspace_id?: string | undefined;
}

/**
 * The audit log in two calls: publish what happened, get an entity's whole stream back.
 *
 * @example
 * const tb = new Tinybird({ token, baseUrl });
 * const auditLog = new AuditLog({ tb });
 * await auditLog.publishAuditLog({
 *   id: "monitor:1",
 *   action: "monitor.down",
 *   targets: [{ id: "1", type: "monitor" }],
 *   metadata: { region: "gru", statusCode: 400, message: "timeout" },
 * });
 * const { data } = await auditLog.getAuditLog({ event_id: "monitor:1" });
 */
export class AuditLog<A extends AnyAction = BuiltInAction> {
  readonly #store: TinybirdEventStore<A>;

  constructor(options: AuditLogOptions<A>) {
    const { tb, deadlines, ...rest } = assertObject("options", options);
    this.#store = new TinybirdEventStore<A>({
      ...rest,
      transport: zodBirdTransport(tb, deadlines),
    });
  }

  /** How often deprecated actions were published all the same, by their names. */
  get deprecated(): ReadonlyMap<string, number> {
    return this.#store.deprecated;
  }

  /** How many events were given up, by their actions. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#store.dropped;
  }

  /**
   * Appends one draft or a list and resolves when Tinybird has acknowledged it.
   *
   * Rejects after 2 s without an answer to a request (a list of thousands takes several); by then it may have been carried out or still be. Publish
   * again with the same `uid` and it counts once; from another process, with its `timestamp` too.
   *
   * @throws {InvalidDraftError} naming every field and what must hold
   * @throws {WrongTokenError | UnreachableError | DeadlineError | QuarantinedError | RefusedError | UnexpectedAnswerError}
   */
  publishAuditLog<Name extends A["name"], const Names extends readonly A["name"][] = never>(
    drafts: DraftOrDrafts<A, Name, Names>,
    options?: AppendOptions,
  ): Promise<ReceiptOf<Names>> {
    return this.#store.append(drafts, options);
  }

  /** Resolves when nothing that was published is pending any more. What is `spooled` may still wait. */
  settled(): Promise<void> {
    return this.#store.settled();
  }

  /** Gives the whole stream of an entity, ascending, each event once. */
  async getAuditLog(parameters: StreamParameters): Promise<{ data: AuditEvent<A>[] }> {
    const { event_id, workspace_id } = assertObject("parameters", parameters);
    const data: AuditEvent<A>[] = [];
    for await (const event of this.#store.read(event_id, { workspaceId: workspace_id }))
      data.push(event);
    return { data };
  }
}
