import { EmbeddedError } from "../embedded-error.ts";

/** Why a read was not carried out: nobody asks for it any more, or too many others were before it. */
export type ReadRefusal =
  | { readonly why: "client_gone" }
  | { readonly why: "too_many"; readonly running: number; readonly queued: number };

/** Thrown in place of the result of a read that was left out, or ended halfway. */
export class ReadRefusedError extends EmbeddedError {
  readonly code = "read_refused";
  readonly refusal: ReadRefusal;

  constructor(refusal: ReadRefusal) {
    super(sentence(refusal));
    this.refusal = refusal;
  }
}

function sentence(refusal: ReadRefusal): string {
  if (refusal.why === "client_gone") return "Cannot go on with a query as nobody waits for it";
  const { running, queued } = refusal;
  return `Cannot take another query as at most ${running} run side by side and ${queued} wait for a place: try again`;
}
