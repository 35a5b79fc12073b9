import { Tinybird } from "@chronark/zod-bird";
import { z } from "zod";
import type { Case, Prepared } from "../../harness/group.ts";
import { selectFrom, startProjectServer } from "../project-server.ts";
import { linesOf } from "./calls-of.ts";
import { storedDigest } from "./stored-digest.ts";

/** Prepares one call of zod-bird for each event; callers side by side, each with one after the other. */
export async function prepareZodBird(of: Case): Promise<Prepared> {
  const { tinybird, end } = await startProjectServer();
  const tb = new Tinybird({ token: tinybird.token, baseUrl: tinybird.url });
  const ingest = tb.buildIngestEndpoint({ datasource: "audit_log", event: z.any(), wait: true });
  const calls = linesOf(of).map((lines) => lines.map((line): unknown => JSON.parse(line)));
  const run = () =>
    Promise.all(
      calls.map(async (events) => {
        for (const event of events) await ingest(event);
      }),
    );
  const answer = async () => {
    await run();
    return selectFrom(tinybird, storedDigest);
  };
  return { run, answer, end };
}
