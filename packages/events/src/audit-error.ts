/**
 * Base of every error this project throws on purpose.
 *
 * `code` is a literal to switch on; it survives two copies of a package, where `instanceof` does not.
 * Messages name the place and what must hold, and never carry metadata: it may hold secrets.
 *
 * @example
 * const error = new AuditError("invalid_clock", "Cannot read the clock as it must give a number");
 * error.code; // "invalid_clock"
 */
export class AuditError<Code extends string = string> extends Error {
  override readonly name: string = "AuditError";
  readonly code: Code;

  constructor(code: Code, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
