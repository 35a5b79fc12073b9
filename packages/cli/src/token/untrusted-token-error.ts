import { AuditError } from "@audit/events";

/** The server does not trust what was signed: the key or Tinybird's workspace is another one. */
export class UntrustedTokenError extends AuditError<"untrusted_token"> {
  override readonly name = "UntrustedTokenError";

  constructor(pipe: string) {
    super(
      "untrusted_token",
      `Cannot sign a token for ${pipe} as the server must trust it: it answered 403`,
    );
  }
}
