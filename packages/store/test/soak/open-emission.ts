import { fetchTransport, TinybirdEventStore, type Transport, zodBirdTransport } from "@audit/store";
import { openSpool } from "@audit/store/spool";
import { Tinybird } from "@chronark/zod-bird";
import type { EmitOrder } from "./order.ts";

/** A whole store with its spool, as an application has it. */
export interface Emission {
  readonly store: TinybirdEventStore;
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

/** Opens a store that delivers as an order says. @param now ms since epoch */
export async function openEmission(
  order: EmitOrder,
  now: () => number,
  dropped: (uids: readonly string[]) => void,
): Promise<Emission> {
  const { directory, policy, upPolicy } = order;
  const transport = transportFor(order);
  const backOff = { first: 20, last: 200 };
  // Small segments, so that ends of segments are among the moments of a kill.
  const spool = await openSpool({ directory, transport, backOff, segmentBytes: 20_000 });
  const store = new TinybirdEventStore({
    transport,
    writer: { now },
    policy,
    policies: { "monitor.recovered": upPolicy },
    spool,
    onDropped: ({ uids }) => dropped(uids),
  });
  return { store, close: () => spool.close() };
}
