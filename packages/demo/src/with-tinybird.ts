import { fileURLToPath } from "node:url";
import { startTinybird } from "@audit/tinybird-embedded";
import { Tinybird } from "@chronark/zod-bird";

/** The data project of this repository. */
const project = fileURLToPath(new URL("../../../tinybird/", import.meta.url));

/** Runs a job on embedded Tinybird with this repository's data project, and stops it whatever happens. */
export async function withTinybird<Result>(
  options: { readonly data?: string | undefined },
  job: (tb: Tinybird) => Promise<Result>,
): Promise<Result> {
  const { data } = options;
  const server = await startTinybird({ project, ...(data === undefined ? {} : { data }) });
  try {
    return await job(new Tinybird({ token: server.token, baseUrl: server.url }));
  } finally {
    await server.stop();
  }
}
