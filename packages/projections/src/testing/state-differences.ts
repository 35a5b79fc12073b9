import { isPlainObject, jsonEquals } from "@audit/events";

/**
 * What a state must be, in the parts that are given: objects may leave keys out, lists and other values
 * are whole. Undefined means absent.
 */
export type Expected<State> = State extends readonly unknown[]
  ? State
  : State extends object
    ? { readonly [Key in keyof State]?: Expected<State[Key]> | undefined }
    : State;

/** One place where a state is not what it must be. */
export interface StateDifference {
  readonly path: readonly string[];
  /** Undefined where it must be absent. */
  readonly expected: unknown;
  /** Undefined where it is absent. */
  readonly actual: unknown;
}

/**
 * Gives where a state is not as expected, in the order of the expectation.
 *
 * @param whole whether what the expectation leaves out must be absent
 */
export function stateDifferences(
  expected: unknown,
  actual: unknown,
  whole: boolean,
): readonly StateDifference[] {
  return collect([], expected, actual, whole);
}

function collect(
  path: readonly string[],
  expected: unknown,
  actual: unknown,
  whole: boolean,
): StateDifference[] {
  if (expected === actual) return [];
  if (isMatcher(expected))
    return expected.asymmetricMatch(actual) ? [] : [{ path, expected, actual }];
  if (!isPlainObject(expected) || !isPlainObject(actual))
    return jsonEquals(expected, actual) ? [] : [{ path, expected, actual }];
  const others = whole ? Object.keys(actual).filter((key) => !Object.hasOwn(expected, key)) : [];
  return [...Object.keys(expected), ...others].flatMap((key) =>
    collect([...path, key], own(expected, key), own(actual, key), whole),
  );
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Such as `expect.any(Number)`. */
interface Matcher {
  asymmetricMatch(actual: unknown): boolean;
}

function isMatcher(value: unknown): value is Matcher {
  return (
    typeof value === "object" &&
    value !== null &&
    "asymmetricMatch" in value &&
    typeof value.asymmetricMatch === "function"
  );
}
