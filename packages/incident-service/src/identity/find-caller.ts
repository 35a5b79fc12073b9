import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiKey } from "../settings/settings.ts";

/**
 * Gives what finds the key that a request presents, undefined where it is none of these.
 *
 * Takes the same time whichever it is, and whether it is one: digests of one length are compared, all of
 * them.
 */
export function callerFinder(
  apiKeys: readonly ApiKey[],
): (authorization: string | undefined) => ApiKey | undefined {
  const known = apiKeys.map((apiKey) => ({ apiKey, digest: digest(apiKey.key) }));
  return (authorization) => {
    const presented = digest(/^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
    let found: ApiKey | undefined;
    for (const { apiKey, digest } of known) if (timingSafeEqual(digest, presented)) found = apiKey;
    return found;
  };
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
