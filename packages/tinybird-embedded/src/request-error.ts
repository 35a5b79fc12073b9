import type { ContentfulStatusCode } from "hono/utils/http-status";
import { EmbeddedError } from "./embedded-error.ts";
import type { JsonValue } from "./template/json-value.ts";

/** Thrown to answer a request with a status and Tinybird's error body. */
export class RequestError extends EmbeddedError {
  readonly code = "request_refused";
  readonly status: ContentfulStatusCode;
  /** The body of the answer, where it is not Tinybird's `{ error }`. */
  readonly body: JsonValue | undefined;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    options?: ErrorOptions,
    body?: JsonValue,
  ) {
    super(message, options);
    this.status = status;
    this.body = body;
  }
}
