/** A map that forgets what was set longest ago once it is full. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  /** Sets a value and makes it the one to be forgotten last. */
  set(key: string, value: Value): void;
  /** Tells whether anything was ever forgotten. */
  hasForgotten(): boolean;
}

/** Gives an empty map for at most `bound` keys. */
export function boundedMap<Value>(bound: number): BoundedMap<Value> {
  const entries = new Map<string, Value>();
  let forgotSome = false;
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= bound) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      forgotSome = true;
    },
    hasForgotten: () => forgotSome,
  };
}
