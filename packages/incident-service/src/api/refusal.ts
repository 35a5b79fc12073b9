/** A request that is not carried out, and why: what the answer's body says. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: 400 | 401 | 404 | 409 | 413 | 503;
  readonly code: string;

  constructor(status: Refusal["status"], code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}
