import { RequestError } from "../request-error.ts";
import { LogError } from "../write-ahead-log/log-error.ts";

/** Runs what writes to the log; when the log cannot take it, that is the answer: 507 if the disk is full, else 503. */
export async function logged<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    throw new RequestError(cause.code === "log_full" ? 507 : 503, cause.message, { cause });
  }
}
