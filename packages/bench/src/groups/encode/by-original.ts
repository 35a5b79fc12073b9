import { Tinybird } from "@chronark/zod-bird";
import { z } from "zod";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames, metadataFields } from "../sample-actions.ts";
import { envelopeFields } from "./envelope-fields.ts";
import { lineAnswer } from "./line-answer.ts";
import { sampleEvents } from "./sample-events.ts";

/** Prepares the original way, through zod-bird itself: only what would go over the wire is caught. */
export function prepareOriginal(of: Case): Prepared {
  let sent = "";
  globalThis.fetch = async (_url, request) => {
    sent = String(request?.body);
    return Response.json({ successful_rows: of.work, quarantined_rows: 0 });
  };
  const tinybird = new Tinybird({ token: "none", baseUrl: "http://localhost" });
  const ingest = tinybird.buildIngestEndpoint({
    datasource: "audit_log",
    event: schemaOf(of.size),
  });
  const events: unknown = sampleEvents(of).map(({ workspaceId, ...event }) => ({
    workspace_id: workspaceId,
    ...event,
  }));
  const run = async () => {
    // Safe: the schema checks them; its input type is of the sample's, spelt out for every action.
    await ingest(events as Parameters<typeof ingest>[0]);
    return sent;
  };
  return { run, answer: async () => lineAnswer(await run()) };
}

/** A union by action, crossed with what all have; nested values become text as they are parsed. */
function schemaOf(actions: number) {
  const { metadata: _, actor, targets, context, ...rest } = envelopeFields();
  const [first, ...others] = actionNames(actions).map((name) =>
    z.object({
      action: z.literal(name),
      metadata: z.strictObject(metadataFields(name)).transform((value) => JSON.stringify(value)),
    }),
  );
  if (first === undefined) throw new RangeError("Cannot make a union of no actions");
  return z.intersection(
    z.discriminatedUnion("action", [first, ...others]),
    z.object({
      ...rest,
      actor: actor.transform((value) => JSON.stringify(value)),
      targets: targets.transform((value) => JSON.stringify(value)),
      context: context.transform((value) => JSON.stringify(value)),
    }),
  );
}
