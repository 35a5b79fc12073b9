import {
  type AnyAction,
  catalog as builtIn,
  type Catalog,
  defineAction,
  defineCatalog,
} from "@audit/events";
import { z } from "zod";
import { pageOfRows } from "../../../../store/src/page/page-of-rows.ts";
import type { Case, Prepared } from "../../harness/group.ts";
import { actionNames, metadataFields } from "../sample-actions.ts";
import { generated, samplePage } from "./sample-page.ts";

/** Prepares ours: a page is read as the store does, then the catalog makes the event of it. */
export function prepareOurs(of: Case): Prepared {
  const page = samplePage(of);
  const catalog: Catalog<AnyAction> = of.variant === generated ? builtIn : catalogOf(of.size);
  const run = () => {
    const rows = page.split("\n").map((line): unknown => JSON.parse(line));
    return pageOfRows("page", rows).map(({ event }) => catalog.decode(event));
  };
  return {
    run,
    answer: () =>
      run().flatMap((event) => {
        if (!event.known) return [];
        // Safe: metadata is an object; of the sample in version 2, and of a built-in action it is a latency.
        const { latency, durationMs = latency } = event.metadata as Record<string, unknown>;
        return [[event.action, event.timestamp, durationMs]];
      }),
  };
}

/** Each action called `latency` what is `durationMs` since version 2. */
function catalogOf(size: number): Catalog<AnyAction> {
  return defineCatalog(
    actionNames(size).map((name) => {
      const { latency, ...fields } = metadataFields(name);
      return defineAction(name)
        .version(1, z.strictObject({ ...fields, latency: z.number() }))
        .version(
          2,
          z.strictObject({ ...fields, durationMs: z.number() }),
          ({ latency: durationMs, ...rest }) => ({ ...rest, durationMs }),
        );
    }),
  );
}
