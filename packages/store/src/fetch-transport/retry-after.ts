/**
 * Gives ms after which to come again as `Retry-After` says, in seconds or as an HTTP date; nothing
 * where it cannot be read.
 *
 * @param wallClock Unix ms for a date in an answer that does not say what time its server has
 */
export function retryAfter(headers: Headers, wallClock: number): number | undefined {
  const given = headers.get("retry-after");
  return seconds(given) ?? untilDate(given, headers.get("date"), wallClock);
}

/** Gives ms until the window of the server's rate limit is over, as `X-RateLimit-Reset` says. */
export function windowReset(headers: Headers): number | undefined {
  return seconds(headers.get("x-ratelimit-reset"));
}

/** Gives ms until a server takes more, where an answer says that this one was the last. */
export function usedUpFor(headers: Headers): number | undefined {
  if (seconds(headers.get("x-ratelimit-remaining")) !== 0) return undefined;
  return windowReset(headers);
}

function seconds(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) * 1_000 : undefined;
}

function untilDate(given: string | null, sent: string | null, wallClock: number) {
  // Without a letter it is no HTTP date, but Date.parse takes "-1" for a year.
  const date = /[a-z]/i.test(given ?? "") ? Date.parse(given ?? "") : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  // The server's own time: its clock and this one may differ by more than the wait.
  const now = Date.parse(sent ?? "");
  return Math.max(0, date - (Number.isNaN(now) ? wallClock : now));
}
