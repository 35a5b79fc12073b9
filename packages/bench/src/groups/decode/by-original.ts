import { z } from "zod";
import type { Case, Prepared } from "../../harness/group.ts";
import { envelopeFields } from "../encode/envelope-fields.ts";
import { actionNames, metadataFields } from "../sample-actions.ts";
import { samplePage } from "./sample-page.ts";

/** Prepares the original way: a page as one list, its texts parsed inside of what checks them. */
export function prepareOriginal(of: Case): Prepared {
  const page = samplePage(of);
  const schema = z.array(schemaOf(of.size));
  const run = () => schema.parse(page.split("\n").map((line): unknown => JSON.parse(line)));
  return {
    run,
    answer: () =>
      run().map(({ action, timestamp, metadata }) => {
        // Safe: the schema has it, by a name that is computed.
        const { durationMs } = metadata as Record<string, unknown>;
        return [action, timestamp, durationMs];
      }),
  };
}

function schemaOf(actions: number) {
  const { metadata: _, actor, targets, context, ...rest } = envelopeFields();
  const parsed = (value: unknown): unknown => JSON.parse(String(value));
  const [first, ...others] = actionNames(actions).map((name) => {
    const { latency: durationMs, ...fields } = metadataFields(name);
    return z.object({
      action: z.literal(name),
      metadata: z.preprocess(parsed, z.strictObject({ ...fields, durationMs })),
    });
  });
  if (first === undefined) throw new RangeError("Cannot make a union of no actions");
  return z.intersection(
    z.discriminatedUnion("action", [first, ...others]),
    z.object({
      ...rest,
      actor: z.preprocess(parsed, actor),
      targets: z.preprocess(parsed, targets),
      context: z.preprocess(parsed, context),
    }),
  );
}
