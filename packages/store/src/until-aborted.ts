import { onAbort } from "./on-abort.ts";

/**
 * Gives what a call gives, or rejects with the signal's reason as soon as it aborts; the call is not
 * waited for then.
 */
export async function untilAborted<Value>(
  signal: AbortSignal | undefined,
  call: () => Promise<Value>,
): Promise<Value> {
  if (signal === undefined) return call();
  signal.throwIfAborted();
  let callOff = () => {};
  const aborted = new Promise<never>((_, reject) => {
    callOff = onAbort(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    callOff();
  }
}
