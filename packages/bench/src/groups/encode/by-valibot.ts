import * as v from "valibot";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames, ownField } from "../sample-actions.ts";
import { lineAnswer } from "./line-answer.ts";
import { rowLine } from "./row-line.ts";
import { sampleEvents } from "./sample-events.ts";

/** Prepares a variant of strict objects, then the row. */
export function prepareValibot(of: Case): Prepared {
  const schema = v.variant("action", actionNames(of.size).map(eventSchema));
  const events = sampleEvents(of);
  const run = () =>
    events
      .map((event) => {
        v.assert(schema, event);
        return rowLine(event);
      })
      .join("\n");
  return { run, answer: () => lineAnswer(run()) };
}

function eventSchema(name: string) {
  const text = v.optional(v.string());
  const number = v.optional(v.number());
  return v.strictObject({
    workspaceId: v.string(),
    id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_-]*:.+$/u), v.maxLength(256)),
    uid: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    timestamp: v.pipe(v.number(), v.integer(), v.minValue(1e11)),
    actor: v.strictObject({
      id: v.string(),
      name: v.string(),
      type: v.picklist(["user", "api_key", "agent", "webhook", "system"]),
    }),
    targets: v.array(v.strictObject({ id: v.string(), type: v.string(), name: text })),
    outcome: v.picklist(["success", "failure", "denied"]),
    context: v.strictObject({ ip: text, userAgent: text, requestId: text, traceId: text }),
    writer: v.string(),
    sequence: v.pipe(v.number(), v.integer()),
    previous: v.optional(v.pipe(v.number(), v.integer())),
    action: v.literal(name),
    metadata: v.strictObject({
      region: v.string(),
      statusCode: number,
      message: text,
      latency: number,
      [ownField(name)]: text,
    }),
  });
}
