/**
 * Freezes a value at every depth and gives it back; what it holds is never copied.
 *
 * Cycles end, and what was frozen only at its top is frozen below it too. Maps and Sets keep their
 * methods and so stay open: states are JSON.
 *
 * @example
 * const state = deepFreeze({ regions: { gru: { status: "down" } } });
 * Object.isFrozen(state.regions.gru); // true
 */
export function deepFreeze<Value>(value: Value): Value {
  freezeBelow(value, new Set());
  return value;
}

function freezeBelow(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  Object.freeze(value);
  for (const child of Object.values(value)) freezeBelow(child, seen);
}
