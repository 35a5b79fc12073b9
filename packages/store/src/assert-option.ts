import { AuditError } from "@audit/events";

/** A store or what it stands on was given something that it cannot work with. */
export class InvalidOptionError extends AuditError<"invalid_option"> {
  override readonly name = "InvalidOptionError";
  readonly option: string;

  constructor(option: string, must: string) {
    super("invalid_option", `Cannot use the option "${option}" as it must ${must}`);
    this.option = option;
  }
}

/**
 * Lets a number pass that is a whole one, at least 1.
 *
 * @throws {InvalidOptionError} naming the option
 */
export function assertPositive(option: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidOptionError(option, "be a whole number, at least 1");
  return value;
}

/**
 * Lets an object pass that has these methods.
 *
 * @throws {InvalidOptionError} naming the option
 */
export function assertMethods<Value>(
  option: string,
  value: Value,
  methods: readonly (keyof Value & string)[],
  must: string,
): Value {
  const missing = methods.some((method) => typeof value?.[method] !== "function");
  if (missing) throw new InvalidOptionError(option, must);
  return value;
}

/**
 * Lets an object pass.
 *
 * @throws {InvalidOptionError} naming it
 */
export function assertObject<Value extends object>(option: string, value: Value): Value {
  if (typeof value !== "object" || value === null)
    throw new InvalidOptionError(option, "be an object");
  return value;
}
