import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Gives memory back that the start has used and no longer needs: V8 would keep it until as much again is asked for.
 *
 * A whole log is read at a start, so this may be hundreds of megabytes.
 */
export function dropGarbage(): void {
  // The only way to it but a flag of the process, which a published bundle cannot give itself.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}
