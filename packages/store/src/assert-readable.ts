import type { ReadOptions } from "./event-store.ts";
import { InvalidReadError } from "./store-error.ts";

/** Gives the workspace to read, after a look at what was asked for; any id that is a text can be read. */
export function assertReadable(options: ReadOptions, ...ids: readonly unknown[]): string {
  for (const id of ids)
    if (typeof id !== "string" || id === "")
      throw new InvalidReadError("id", 'be an entity, "<type>:<key>"');
  const { workspaceId = "" } = options;
  if (typeof workspaceId !== "string") throw new InvalidReadError("workspaceId", "be a text");
  return workspaceId;
}
