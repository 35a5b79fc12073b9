import { RefusedError } from "../call-error.ts";
import type { SentRow } from "../lines/event-line.ts";
import { QuarantinedError } from "../store-error.ts";

/** What one caller wants sent. */
export interface Rows {
  readonly rows: readonly SentRow[];
}

/** Sends the rows of these in one request, and rejects when not all of them are in. */
export type Send<Request extends Rows> = (requests: readonly Request[]) => Promise<void>;

/** Why rows are not in; `undefined` where they are. */
export type Failure = { readonly cause: unknown } | undefined;

/**
 * Sends the rows of several callers in one request, and gives for each why his own are not in. Never
 * rejects.
 *
 * Of quarantined rows only those hear whose rows they are. A request that is refused as a whole goes
 * again in halves, in their order, so that one caller's rows do not keep others' out; where both
 * halves are refused it is not for what one of them sent, and no more is asked.
 */
export async function sendTogether<Request extends Rows>(
  requests: readonly Request[],
  send: Send<Request>,
): Promise<readonly Failure[]> {
  return eachOf(requests, await failureOf(requests, send), send);
}

async function eachOf<Request extends Rows>(
  requests: readonly Request[],
  failure: Failure,
  send: Send<Request>,
): Promise<readonly Failure[]> {
  if (failure === undefined) return requests.map(() => undefined);
  const { cause } = failure;
  if (requests.length === 1) return [failure];
  if (cause instanceof QuarantinedError) return requests.map(({ rows }) => ownPart(rows, cause));
  if (!(cause instanceof RefusedError)) return requests.map(() => failure);
  const half = Math.ceil(requests.length / 2);
  const halves = [requests.slice(0, half), requests.slice(half)] as const;
  const first = await failureOf(halves[0], send);
  const second = await failureOf(halves[1], send);
  if (first?.cause instanceof RefusedError && second?.cause instanceof RefusedError)
    return requests.map((_, place) => (place < half ? first : second));
  return [...(await eachOf(halves[0], first, send)), ...(await eachOf(halves[1], second, send))];
}

async function failureOf<Request extends Rows>(
  requests: readonly Request[],
  send: Send<Request>,
): Promise<Failure> {
  try {
    await send(requests);
    return undefined;
  } catch (cause) {
    return { cause };
  }
}

function ownPart(rows: readonly SentRow[], error: QuarantinedError): Failure {
  const uids = new Set(rows.map(({ uid }) => uid));
  const own = error.rows.filter(({ uid }) => uids.has(uid));
  const isTold = error.rows.every(({ uid }) => uid !== "");
  // Where Tinybird cannot tell whose rows they are, nobody is told that his are in.
  if (!isTold) return { cause: error };
  if (own.length === 0) return undefined;
  return { cause: new QuarantinedError(error.datasource, own, rows.length - own.length) };
}
