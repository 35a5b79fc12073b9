import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { assertObject, InvalidOptionError } from "../assert-option.ts";
import { commitFault } from "./commit-fault.ts";
import { assertFault, type Fault, type FaultCounts, noFaultsYet } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { forward } from "./forward.ts";
import { LoopbackPort } from "./loopback-port.ts";

/** What a proxy stands before, and what it does. */
export interface FaultProxyOptions {
  /** Where requests go that go through: `"http://127.0.0.1:7181"`. */
  readonly target: string;
  /** @defaultValue none: everything goes through */
  readonly plan?: FaultPlan | undefined;
}

/** A proxy on loopback that does what goes wrong between a store and Tinybird. */
export interface FaultProxy {
  /** Stands for `target`, without a slash at its end. */
  readonly url: string;
  /** What it did, by the kind of fault; `none` went through. */
  readonly counts: FaultCounts;
  /** Takes another plan from the next request on, without one: everything goes through. Counts go on. */
  follow(plan?: FaultPlan): void;
  /** Resolves when nobody listens any more, and all connections are cut. */
  close(): Promise<void>;
  /** Resolves when it listens again, at the same URL. */
  open(): Promise<void>;
  /**
   * Ends everything that runs, requests that are held back included; it listens no more. A second call
   * changes nothing.
   *
   * @throws what the plan threw, an {@link InvalidOptionError} when it gave what is no fault, or why the
   * port could not be opened again
   */
  stop(): Promise<void>;
}

/**
 * Starts a proxy that stands before a Tinybird, embedded or another one that speaks HTTP, and does what
 * a plan says: break connections, refuse, fail, be late. It reads requests and answers whole.
 *
 * @throws {InvalidOptionError} when `target` is no URL that begins with http://, or `plan` no function
 *
 * @example
 * const proxy = await startFaultProxy({
 *   target: baseUrl,
 *   plan: faultsInTurn({ kind: "503" }, { kind: "reset_after" }),
 * });
 * const store = new TinybirdEventStore({ transport: fetchTransport({ url: proxy.url, token }) });
 * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
 * [proxy.counts["503"], proxy.counts.reset_after]; // [1, 1]
 * await proxy.stop();
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, plan } = assertObject("options", options);
  const proxy = new LoopbackProxy(assertTarget(target), plan);
  await proxy.open();
  return proxy;
}

class LoopbackProxy implements FaultProxy {
  readonly counts = noFaultsYet();
  readonly #target: URL;
  readonly #agent = new Agent();
  readonly #stopping = new AbortController();
  readonly #port: LoopbackPort;
  #plan: FaultPlan | undefined;
  #number = 0;
  #closedUntil = 0;
  #failure: unknown;

  constructor(target: URL, plan: FaultPlan | undefined) {
    this.#target = target;
    this.follow(plan);
    const server = createServer((request, response) => void this.#treat(request, response));
    this.#port = new LoopbackPort(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port.number}`;
  }

  follow(plan?: FaultPlan): void {
    if (plan !== undefined && typeof plan !== "function")
      throw new InvalidOptionError("plan", "be a function");
    this.#plan = plan;
    this.#number = 0;
  }

  open(): Promise<void> {
    return this.#port.open();
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#agent.destroy();
    await this.close();
    this.#port.release();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  async #treat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body: Promise<Buffer> | undefined;
    const read = () => (body ??= buffer(request));
    const { signal } = this.#stopping;
    try {
      await commitFault(this.#next(request), {
        request,
        response,
        signal,
        read: async () => void (await read()),
        carryOut: async () => {
          const { method = "GET", url: path = "/", headers } = request;
          return forward(this.#target, { method, path, headers, body: await read() }, this.#agent);
        },
        refuse: (ms) => this.#refuse(ms),
      });
    } catch {
      // A client that left, or a target that did: the one or the other side is told by a broken connection.
      response.destroy();
    }
  }

  #next({ method = "GET", url: path = "/" }: IncomingMessage): Fault | undefined {
    this.#number += 1;
    try {
      const fault = this.#plan?.({ number: this.#number, method, path });
      if (fault !== undefined) assertFault("plan", fault);
      this.counts[fault?.kind ?? "none"] += 1;
      return fault;
    } catch (cause) {
      this.#failure ??= cause;
      throw cause;
    }
  }

  async #refuse(ms: number): Promise<void> {
    const end = performance.now() + ms;
    this.#closedUntil = Math.max(this.#closedUntil, end);
    await this.close();
    await new Promise((resolve) => setTimeout(resolve, ms).unref());
    if (this.#closedUntil > end || this.#stopping.signal.aborted) return;
    await this.open().catch((cause: unknown) => {
      this.#failure ??= cause;
    });
  }
}

function assertTarget(target: string): URL {
  const url = typeof target === "string" && URL.canParse(target) ? new URL(target) : undefined;
  if (url?.protocol !== "http:")
    throw new InvalidOptionError("target", "be a URL that begins with http://");
  return url;
}
