import { AuditError } from "@audit/events";

/** A fixture says what cannot be. */
export class InvalidFixtureError extends AuditError<"invalid_fixture"> {
  override readonly name = "InvalidFixtureError";

  constructor(facts: { what: string; must: string; value: string }) {
    super(
      "invalid_fixture",
      `Cannot make ${facts.what} as ${facts.must}: current value is ${facts.value}`,
    );
  }
}
