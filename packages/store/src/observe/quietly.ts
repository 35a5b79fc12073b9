/** Calls what belongs to somebody else: what it throws, or rejects with later, is not heard. */
export function quietly<Value>(call: () => Value): Value | undefined {
  try {
    const value = call();
    // A callback that is an async function would end the process.
    if (value instanceof Promise) value.catch(() => {});
    return value;
  } catch {
    return undefined;
  }
}
