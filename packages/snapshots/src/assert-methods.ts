import { InvalidReadStateError } from "./read-state-options.ts";

/**
 * Lets a value pass that has methods.
 *
 * @throws {InvalidReadStateError} naming them
 */
export function assertMethods(option: string, value: unknown, methods: readonly string[]): void {
  // Safe: looked up key by key, and only on an object.
  const found =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  if (methods.some((method) => typeof found[method] !== "function"))
    throw new InvalidReadStateError(option, `have the methods ${methods.join(" and ")}`);
}
