/** Base of every error that this package throws on purpose: a literal `code`, structured fields, one sentence. */
export abstract class EmbeddedError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
