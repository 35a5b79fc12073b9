import { AuditError, isPlainObject } from "@audit/events";

/** A state cannot be saved, as JSON would change or lose a part of it. */
export class UnsavableStateError extends AuditError<"unsavable_state"> {
  override readonly name = "UnsavableStateError";
  /** The keys that lead to the part, from the top. */
  readonly path: readonly string[];

  constructor(facts: { projection: string; path: readonly string[]; value: unknown }) {
    const { projection, path, value } = facts;
    const place = path.length === 0 ? "the state" : `state.${path.join(".")}`;
    super(
      "unsavable_state",
      `Cannot take a snapshot of "${projection}" as its state must be JSON: current value is ${show(value)} at ${place}`,
    );
    this.path = path;
  }
}

/**
 * Lets a state pass that JSON carries without loss; undefined properties are left out.
 *
 * @throws {UnsavableStateError} naming the first part that it does not
 */
export function assertSavable(projection: string, state: unknown): void {
  if (state === undefined) return;
  const ancestors: unknown[] = [];
  const look = (value: unknown, path: readonly string[]): void => {
    if (isLeaf(value)) return;
    const children = ancestors.includes(value) ? undefined : childrenOf(value);
    if (children === undefined) throw new UnsavableStateError({ projection, path, value });
    ancestors.push(value);
    for (const [key, child] of children) look(child, [...path, key]);
    ancestors.pop();
  };
  look(state, []);
}

function isLeaf(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function childrenOf(value: unknown): [key: string, child: unknown][] | undefined {
  // Array.from: a hole is not an entry, and JSON makes it null.
  if (Array.isArray(value)) return Array.from(value, (item: unknown, index) => [`${index}`, item]);
  if (!isPlainObject(value)) return undefined;
  return Object.entries(value).filter(([, child]) => child !== undefined);
}

function show(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return `of type ${typeof value}`;
  return Array.isArray(value) || isPlainObject(value)
    ? "an object that contains itself"
    : `a ${value.constructor?.name ?? "special object"}`;
}
