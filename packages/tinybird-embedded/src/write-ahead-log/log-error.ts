import { EmbeddedError } from "../embedded-error.ts";

const sentences = {
  full: "Cannot write to the log as the disk must have room: it is full",
  behind:
    "Cannot take more into the log as the store must take what is there first: it does not, for now",
  broken: "Cannot write to the log any more as a write failed: start the server again",
};

/** Thrown when a change cannot be logged; nothing of it is acknowledged then. */
export class LogError extends EmbeddedError {
  readonly code: `log_${keyof typeof sentences}`;

  constructor(why: keyof typeof sentences, options?: ErrorOptions) {
    super(sentences[why], options);
    this.code = `log_${why}`;
  }
}
