import { createWriter } from "@audit/events";
import { encodeLines } from "../../../../store/src/lines/encode-lines.ts";
import type { Case, Prepared } from "../../harness/group.ts";
import { sampleCatalog } from "../sample-actions.ts";
import { lineAnswer } from "./line-answer.ts";
import { sampleDrafts } from "./sample-events.ts";

/** Prepares ours: drafts are checked and completed by a writer, and written as lines, as `append` does. */
export function prepareOurs(of: Case): Prepared {
  const drafts = sampleDrafts(of);
  const writer = createWriter(sampleCatalog(of.size));
  const run = () => encodeLines(writer.complete(drafts)).join("\n");
  return { run, answer: () => lineAnswer(run()) };
}
