import { Ajv, type ValidateFunction } from "ajv";
import { z } from "zod";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames, metadataFields } from "../sample-actions.ts";
import { envelopeFields } from "./envelope-fields.ts";
import { lineAnswer } from "./line-answer.ts";
import { rowLine } from "./row-line.ts";
import { sampleEvents } from "./sample-events.ts";

/** Prepares a compiled check for each action in a Map, then the row. */
export function prepareAjv(of: Case): Prepared {
  const ajv = new Ajv({ strict: false });
  const { workspace_id: workspaceId, metadata: _, ...rest } = envelopeFields();
  const checks = new Map<string, ValidateFunction>();
  for (const name of actionNames(of.size)) {
    const metadata = z.strictObject(metadataFields(name));
    const schema = z.strictObject({ workspaceId, ...rest, action: z.literal(name), metadata });
    checks.set(name, ajv.compile(z.toJSONSchema(schema, { target: "draft-7" })));
  }
  const events = sampleEvents(of);
  const run = () =>
    events
      .map((event) => {
        if (checks.get(event.action)?.(event) !== true) throw new Error("Cannot take the event");
        return rowLine(event);
      })
      .join("\n");
  return { run, answer: () => lineAnswer(run()) };
}
