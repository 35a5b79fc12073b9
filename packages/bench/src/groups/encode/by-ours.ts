import { createWriter } from "@audit/events";
import type { Case, Prepared } from "../../harness/group.ts";
import { sampleCatalog } from "../sample-actions.ts";
import { lineAnswer } from "./line-answer.ts";
import { rowLine } from "./row-line.ts";
import { sampleDrafts } from "./sample-events.ts";

/** Prepares ours: drafts are checked and completed by a writer, as `append` does. */
export function prepareOurs(of: Case): Prepared {
  const drafts = sampleDrafts(of);
  const writer = createWriter(sampleCatalog(of.size));
  const run = () => writer.complete(drafts).map(rowLine).join("\n");
  return { run, answer: () => lineAnswer(run()) };
}
