import { AbortedError } from "../call-error.ts";
import type { AppendOptions } from "./delivery-options.ts";

/** @throws {AbortedError} when the signal of an append is aborted already: nothing was done */
export function refuseAborted({ signal }: AppendOptions, asked = "append"): void {
  if (signal?.aborted) throw new AbortedError(asked, { cause: signal.reason, fate: "not_done" });
}
