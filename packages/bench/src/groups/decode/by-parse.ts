import { catalog } from "@audit/events";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames } from "../sample-actions.ts";
import { readLine } from "./read-line.ts";
import { generated, samplePage } from "./sample-page.ts";

/** Prepares the limit: JSON.parse of each line and of the four texts in it. */
export function prepareParse(of: Case): Prepared {
  const page = samplePage(of);
  const own = of.variant === generated ? catalog.actions.map(({ name }) => name) : undefined;
  const names = new Set<string>(own ?? actionNames(of.size));
  const run = () => page.split("\n").map(readLine);
  return {
    run,
    answer: () =>
      run().flatMap(({ row, metadata }) => {
        if (!names.has(String(row.action)) || metadata === undefined) return [];
        // Safe: metadata of the sample is an object of these.
        const { latency, durationMs = latency } = metadata as Record<string, unknown>;
        return [[row.action, row.timestamp, durationMs]];
      }),
  };
}
