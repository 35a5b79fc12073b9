import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Transport } from "@audit/store";
import { openSpool, type Spool } from "@audit/store/spool";
import { workingDirectory } from "./settings.ts";
import { NothingFoundError } from "./usage-error.ts";

/** A spool that is there already. */
export interface SpoolFolder {
  readonly directory: string;
  /** Of all its files. */
  readonly names: readonly string[];
}

/**
 * Finds a spool's directory, as the person named it.
 *
 * @throws {NothingFoundError} when there is none: opening would make it, and a wrong path would read
 * like an empty spool
 */
export async function findSpool(given: string): Promise<SpoolFolder> {
  const directory = resolve(workingDirectory(), given);
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new NothingFoundError(`Cannot read the spool ${given}: ${error.code}`);
  });
  return { directory, names };
}

// Only looked at: nothing leaves through it.
const nowhere: Transport = {
  ingest: () => Promise.reject(new Error("Cannot send: the spool is only looked at")),
  query: () => Promise.reject(new Error("Cannot ask: the spool is only looked at")),
};

/** Gives what is asked of a spool that nothing is sent from. */
export async function lookAtSpool<Answer>(
  { directory }: SpoolFolder,
  ask: (spool: Spool) => Promise<Answer>,
): Promise<Answer> {
  const spool = await openSpool({ directory, transport: nowhere, drain: "manual" });
  try {
    return await ask(spool);
  } finally {
    await spool.close();
  }
}
