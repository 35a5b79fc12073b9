import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTinybird } from "@audit/tinybird-embedded";

/** Where Tinybird is, or where embedded Tinybird keeps its data. */
export interface WithTinybirdOptions {
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly directory: string;
  readonly say: (line: string) => void;
  /** Is given how to reach embedded Tinybird, as lines of an `.env` file; a secret is among them. */
  readonly show: (line: string) => void;
}

/** The data project of this repository. */
const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));

/**
 * Gives the Tinybird that was named, or starts the embedded one on a directory of its own.
 *
 * @throws {Error} when a URL comes without a token
 */
export async function withTinybird({ url, token, directory, say, show }: WithTinybirdOptions) {
  if (url !== undefined) {
    if (token === undefined)
      throw new Error("Cannot start as TINYBIRD_TOKEN must hold the token of that Tinybird");
    return { url, token, stop: async () => {} };
  }
  say("Starting embedded Tinybird");
  const server = await startTinybird({ project, data: join(directory, "tinybird") });
  show(`AUDIT_URL=${server.url}`);
  show(`AUDIT_TOKEN=${server.token}`);
  return server;
}
