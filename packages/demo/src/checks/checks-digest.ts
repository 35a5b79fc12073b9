import { createHash } from "node:crypto";
import type { CheckResult } from "@audit/incident-service";

/** Gives a SHA-256 over checks in their order, as hex: the same of these, the same events. */
export function checksDigest(checks: readonly CheckResult[]): string {
  const hash = createHash("sha256");
  for (const check of checks) hash.update(`${JSON.stringify(check)}\n`);
  return hash.digest("hex");
}
