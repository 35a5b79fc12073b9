import { type BuiltInAction, catalog, createWriter, type DraftOf } from "@audit/events";
import { fetchTransport, TinybirdEventStore, type Transport, zodBirdTransport } from "@audit/store";
import { Tinybird } from "@chronark/zod-bird";
import { encodeRow } from "../../src/row.ts";
import { openSpool } from "../../src/spool.ts";
import type { EmitOrder, Policy } from "./order.ts";

/** A whole store with its delivery, as an application has it. */
export interface Emission {
  append(
    drafts: readonly DraftOf<BuiltInAction>[],
  ): Promise<readonly { readonly uid: string; readonly status: string }[]>;
  /** Resolves when nothing is pending any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Gives the transport that an order names. */
export function transportFor(
  order: Pick<EmitOrder, "url" | "token" | "client" | "deadline" | "retries">,
): Transport {
  const { url, token, deadline, retries } = order;
  const deadlines = { append: deadline };
  return order.client === "fetch"
    ? fetchTransport({ url, token, retries, deadlines })
    : zodBirdTransport(new Tinybird({ token, baseUrl: url }), deadlines);
}

/** Opens a store with a spool. @param now ms since epoch */
export async function openEmission(order: EmitOrder, now: () => number): Promise<Emission> {
  const transport = transportFor(order);
  const { directory } = order;
  const backOff = { first: 20, last: 200 };
  const spool = await openSpool({ directory, transport, backOff, segmentBytes: 20_000 });
  const store = new TinybirdEventStore({ transport, writer: { now } });
  const writer = createWriter(catalog, { now });
  return {
    async append(drafts) {
      const policy: Policy =
        drafts[0]?.action === "monitor.recovered" ? order.upPolicy : order.policy;
      if (policy === "spool") {
        const events = writer.complete(drafts);
        await spool.add(events.map(encodeRow));
        return events.map(({ uid }) => ({ uid, status: "spooled" }));
      }
      try {
        return await store.append(drafts);
      } catch (cause) {
        if (policy === "throw") throw cause;
        return drafts.map(() => ({ uid: "", status: "dropped" }));
      }
    },
    settled: async () => {},
    close: () => spool.close(),
  };
}
