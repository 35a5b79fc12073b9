import { AuditError } from "@audit/events";

/** An option, or another argument, cannot be what it is. */
export class InvalidOptionError extends AuditError<"invalid_option"> {
  override readonly name = "InvalidOptionError";
  readonly option: string;

  constructor(facts: { what: string; option: string; must: string; value: unknown }) {
    const { what, option, must, value } = facts;
    super(
      "invalid_option",
      `Cannot ${what} as ${option} must ${must}: current value is ${show(value)}`,
    );
    this.option = option;
  }
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  if (value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  return value instanceof Date || value instanceof Promise
    ? `a ${value.constructor.name}`
    : `of type ${typeof value}`;
}
