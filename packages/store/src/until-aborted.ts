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
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
