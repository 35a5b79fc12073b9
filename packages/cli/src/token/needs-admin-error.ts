import { AuditError } from "@audit/events";

/** The server takes the token, and does not let it do this; or does not know it. */
export class NeedsAdminError extends AuditError<"needs_admin"> {
  override readonly name = "NeedsAdminError";

  constructor(asked: string) {
    super("needs_admin", `Cannot ${asked} as the token must be the administrator's`);
  }
}
