import {
  AbortedError,
  type CallError,
  type CallFacts,
  DeadlineError,
  type Fate,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
  WrongTokenError,
} from "../call-error.ts";
import { errorWords } from "./error-words.ts";
import { retryAfter, windowReset } from "./retry-after.ts";
import type { Outcome } from "./send-try.ts";

/** What a call is, as its errors need it. */
export interface Asked {
  /** `append to "audit_log"`. */
  readonly what: string;
  readonly signal: AbortSignal | undefined;
  /** Gives what of Tinybird's words may stand in a message. */
  safeWords(words: string): string | undefined;
}

/** Why a try was none that gave what was asked. */
export interface Verdict {
  readonly isRetryable: boolean;
  /** Of this try alone. */
  readonly fate: Fate;
  /** Ms, as the answer says. */
  readonly retryAfter?: number | undefined;
  /** @param fate of all tries */
  error(fate: Fate): CallError;
}

/** Says what is wrong with a try, or nothing. @param timeout ms that it had */
export function judge(
  outcome: Outcome,
  asked: Asked,
  timeout: number,
  wallClock: number,
): Verdict | undefined {
  const { what, signal } = asked;
  const cause: unknown = signal?.reason;
  switch (outcome.kind) {
    case "aborted":
      return verdict("unknown", false, (facts) => new AbortedError(what, { ...facts, cause }));
    case "late":
      return verdict("unknown", true, (facts) => new DeadlineError(what, timeout, facts));
    case "broken": {
      const { cause } = outcome;
      const fate = isNeverSent(cause) ? "not_done" : "unknown";
      return verdict(fate, true, (facts) => new UnreachableError(what, { ...facts, cause }));
    }
    case "redirected":
      return unexpected(what, outcome.status, "come from the address itself: it redirects");
    case "oversized":
      return unexpected(what, outcome.status, "be at most 100 MB");
    case "answered":
      return judgeStatus(outcome, asked, wallClock);
  }
}

function judgeStatus(
  { status, headers, text }: Outcome & { kind: "answered" },
  { what, safeWords }: Asked,
  wallClock: number,
): Verdict | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429 || status >= 500) {
    const named = retryAfter(headers, wallClock);
    // Every answer has the window's end, but only after 429 is it what to wait for.
    const after = status === 429 ? (named ?? windowReset(headers)) : named;
    const isRetryable = [429, 500, 502, 503, 504].includes(status);
    const fate = status === 429 ? "not_done" : "unknown";
    const error = (facts: CallFacts) =>
      new UnavailableError(what, { ...facts, status, retryAfter: after }, `it answers ${status}`);
    return { ...verdict(fate, isRetryable, error), retryAfter: after };
  }
  // 408: the time of a query or of an upload is over. 422: the rows are in, a view refused them.
  const fate = status === 408 || status === 422 || status < 400 ? "unknown" : "not_done";
  if (status === 401 || status === 403)
    return verdict(fate, false, (facts) => new WrongTokenError(what, { ...facts, status }));
  const words = errorWords(text);
  if (words === undefined)
    return unexpected(what, status, `be Tinybird's, with a reason: it is ${status}`, fate);
  const said = safeWords(words);
  const safe = said === undefined ? String(status) : `${status}, ${said}`;
  return verdict(fate, false, (facts) => new RefusedError(what, words, { ...facts, status }, safe));
}

function verdict(fate: Fate, isRetryable: boolean, error: (facts: CallFacts) => CallError) {
  return { isRetryable, fate, error: (fate: Fate) => error({ fate }) };
}

/** Says that an answer is not one of Tinybird's. */
export function unexpected(
  what: string,
  status: number,
  must: string,
  fate: Fate = "unknown",
): Verdict {
  return verdict(
    fate,
    false,
    (facts) => new UnexpectedAnswerError(what, must, { ...facts, status: status || undefined }),
  );
}

// Node's and undici's, and those of runtimes that follow them; of another code nothing is known.
const neverSent = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

function isNeverSent(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  return inner instanceof Error && "code" in inner && neverSent.includes(String(inner.code));
}
