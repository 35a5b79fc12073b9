import type { EmittedEvent } from "@audit/events";
import { z } from "zod";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames, metadataFields } from "../sample-actions.ts";
import { envelopeFields } from "./envelope-fields.ts";
import { lineAnswer } from "./line-answer.ts";
import { rowLine } from "./row-line.ts";
import { sampleEvents } from "./sample-events.ts";

/** Prepares one flat union of strict objects, then the row. */
export function prepareZodUnion(of: Case): Prepared {
  const { workspace_id: workspaceId, metadata: _, ...rest } = envelopeFields();
  const [first, ...others] = actionNames(of.size).map((name) =>
    z.strictObject({
      workspaceId,
      ...rest,
      action: z.literal(name),
      metadata: z.strictObject(metadataFields(name)),
    }),
  );
  if (first === undefined) throw new RangeError("Cannot make a union of no actions");
  const schema = z.discriminatedUnion("action", [first, ...others]);
  const events = sampleEvents(of);
  const run = () =>
    events
      // Safe: an optional key that is absent stays so; the types of zod cannot say it.
      .map((event) => rowLine(schema.parse(event) as EmittedEvent))
      .join("\n");
  return { run, answer: () => lineAnswer(run()) };
}
