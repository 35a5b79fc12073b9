import type { Tinybird } from "../src/index.ts";
import { client } from "./client.ts";

/** Writers that append until the server takes no more. */
export interface Load {
  /** The ids of the rows that were acknowledged so far. */
  readonly acknowledged: readonly string[];
  /** The bodies of the answers that acknowledge nothing. */
  readonly refusals: readonly { readonly status: number; readonly text: string }[];
  /** Resolves when no writer can connect any more. */
  readonly over: Promise<unknown>;
}

/** Lets four writers append to the orders of a shop, each one row after the other on a connection that it keeps. */
export function load(server: Pick<Tinybird, "url" | "token">): Load {
  const api = client(server);
  const acknowledged: string[] = [];
  const refusals: { status: number; text: string }[] = [];
  const write = async (writer: number) => {
    for (let number = 0; ; number += 1) {
      const id = `${writer}/${number}`;
      const answer = await api.append("orders", JSON.stringify({ id })).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status === 200) acknowledged.push(id);
      else refusals.push({ status: answer.status, text: answer.text });
    }
  };
  return { acknowledged, refusals, over: Promise.all([0, 1, 2, 3].map(write)) };
}
