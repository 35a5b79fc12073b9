import { type DrainResult, drainSpool } from "../../src/spool.ts";
import { transportFor } from "./open-emission.ts";
import type { DrainOrder } from "./order.ts";

/** Drains until nothing is left, or gives the last of many results. */
export async function drainDirectory({ url, token, directory }: DrainOrder): Promise<DrainResult> {
  const client = "fetch" as const;
  const transport = transportFor({ url, token, client, deadline: 10_000, retries: 5 });
  for (let tries = 1; ; tries += 1) {
    const result = await drainSpool({ directory, transport });
    if (result.outcome === "empty" || tries === 50) return result;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
