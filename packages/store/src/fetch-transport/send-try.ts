import { timerDelay } from "./clock.ts";
import { readText } from "./read-text.ts";

/** A request as every try of it is sent. */
export interface TinybirdRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a try ended. */
export type Outcome =
  | { readonly kind: "answered"; readonly status: number; headers: Headers; text: string }
  | { readonly kind: "oversized"; readonly status: number }
  | { readonly kind: "redirected"; readonly status: number }
  | { readonly kind: "broken"; readonly cause: unknown }
  | { readonly kind: "late" | "aborted" };

/** Sends a request once, and reads the whole answer. What ends it ends the request, too. */
export async function sendTry(
  { url, ...init }: TinybirdRequest,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const controller = new AbortController();
  let ended: "late" | "aborted" | undefined;
  const end = (kind: "late" | "aborted") => {
    ended ??= kind;
    controller.abort();
  };
  const abort = () => end("aborted");
  signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => end("late"), timerDelay(timeout));
  try {
    // Not "follow": the answer may name another host. Not "error": it would not say what happened.
    const response = await fetch(url, { ...init, redirect: "manual", signal: controller.signal });
    const { status, headers } = response;
    const isRedirect = status === 0 || (status >= 300 && status < 400);
    const text = isRedirect ? undefined : await readText(response);
    if (text !== undefined) return { kind: "answered", status, headers, text };
    controller.abort();
    return { kind: isRedirect ? "redirected" : "oversized", status };
  } catch (cause) {
    return ended === undefined ? { kind: "broken", cause } : { kind: ended };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
