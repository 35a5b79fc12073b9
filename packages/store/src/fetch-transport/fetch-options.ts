import {
  assertMethods,
  assertObject,
  assertPositive,
  InvalidOptionError,
} from "../assert-option.ts";
import { assertDeadlines, type Deadlines } from "../deadlines.ts";
import type { CallSettings } from "./call-tinybird.ts";
import { type Clock, systemClock } from "./clock.ts";
import { RequestBudget } from "./request-budget.ts";

/** What a {@link fetchTransport} is made of. */
export interface FetchTransportOptions {
  /** Tinybird's address, `"https://api.tinybird.co"`; a path before `/v0` may be part of it. */
  readonly url: string;
  /** Sent as a Bearer token, and to no other address. */
  readonly token: string;
  /** How long to wait for Tinybird, in ms: over all tries, and the waits between them. */
  readonly deadlines?: Deadlines | undefined;
  /** How long one try may take, in ms. @defaultValue what is left of the deadline */
  readonly tryTimeouts?: TryTimeouts | undefined;
  /** Most tries after the first. 0 for none. @defaultValue 3 */
  readonly retries?: number | undefined;
  /**
   * Most requests that append to one data source in any second; `Infinity` for no such limit. Others
   * wait their turn, in order, within their deadlines. Reads are not counted.
   *
   * @defaultValue 100, the capacity per data source that Tinybird's page on its Events API gives for
   * the smallest plan
   */
  readonly requestsPerSecond?: number | undefined;
  /** For tests: the time of waits and deadlines. A try is ended by a timer of the runtime. */
  readonly clock?: Clock | undefined;
  /** For tests: gives 0 up to 1, for the waits before retries. @defaultValue `Math.random` */
  readonly random?: (() => number) | undefined;
}

/** How long one try may take, in ms. */
export interface TryTimeouts {
  readonly append?: number | undefined;
  readonly query?: number | undefined;
}

/** The options, each with its value. */
export interface FetchSettings extends CallSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly deadlines: { readonly append: number; readonly query: number };
  readonly timeouts: { readonly append: number; readonly query: number };
}

/**
 * Gives the settings that options make.
 *
 * @throws {InvalidOptionError} naming the first that is wrong; neither the token nor the URL is in it
 */
export function assertFetchOptions(options: FetchTransportOptions): FetchSettings {
  const { url, token, retries = 3, requestsPerSecond = 100 } = assertObject("options", options);
  const { clock = systemClock, random = Math.random } = options;
  const deadlines = assertDeadlines(assertObject("deadlines", options.deadlines ?? {}));
  const { append, query } = assertObject("tryTimeouts", options.tryTimeouts ?? {});
  if (!Number.isSafeInteger(retries) || retries < 0)
    throw new InvalidOptionError("retries", "be a whole number, at least 0");
  if (requestsPerSecond !== Number.POSITIVE_INFINITY)
    assertPositive("requestsPerSecond", requestsPerSecond);
  if (typeof random !== "function") throw new InvalidOptionError("random", "be a function");
  return {
    url: assertUrl(url),
    token: assertToken(token),
    deadlines,
    timeouts: {
      append: assertPositive("tryTimeouts.append", append ?? deadlines.append),
      query: assertPositive("tryTimeouts.query", query ?? deadlines.query),
    },
    retries,
    budget: new RequestBudget(requestsPerSecond),
    clock: assertMethods("clock", clock, ["now", "sleep"], "have the methods of a Clock"),
    random,
  };
}

function assertUrl(text: string): string {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new InvalidOptionError("url", "be a URL that begins with http:// or https://");
  if (url.username !== "" || url.password !== "")
    throw new InvalidOptionError("url", "have no user name and no password");
  // Not by url.search and url.hash, which are empty for a lone "?" or "#".
  if (/[?#]/.test(text)) throw new InvalidOptionError("url", "have no query and no hash");
  return url.href.replace(/\/+$/, "");
}

function assertToken(token: string): string {
  // What else a header can hold no token has, and fetch would complain with the token in its words.
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token))
    throw new InvalidOptionError(
      "token",
      "be a text of visible ASCII characters, without spaces and line breaks",
    );
  return token;
}
