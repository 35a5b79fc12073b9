import { InvalidReadError } from "../store-error.ts";
import { textHash } from "./text-hash.ts";

const maxKeys = 1_000;
const shape = /^1\.([0-9a-z]{14})\.(-?[0-9a-z]{1,11})\.(-?[0-9a-z]{1,11})\.((?:[0-9a-z]{14})*)$/;

/** From where a tail goes on: what was recorded before `from` is done, and so is what has these keys. */
export interface Resumption {
  /** Ms since epoch. */
  readonly from: number;
  /** Ms since epoch: nothing that has one of these keys and was seen was recorded later. */
  readonly to: number;
  readonly keys: readonly string[];
}

/** Gives the text of a checkpoint; of more keys than it has room for, the last. */
export function writeCheckpoint(workspaceId: string, { from, to, keys }: Resumption): string {
  const last = keys.slice(-maxKeys).join("");
  return ["1", textHash(workspaceId), from.toString(36), to.toString(36), last].join(".");
}

/**
 * Gives what a checkpoint stands for. Whose events are given is decided by the options, so one that
 * somebody made up shows nothing that its options would not.
 *
 * @throws {InvalidReadError} when it is no checkpoint, or one of another workspace
 */
export function readCheckpoint(workspaceId: string, checkpoint: string): Resumption {
  const parts = shape.exec(checkpoint);
  const [mark, from, to, keys = ""] = parts?.slice(1) ?? [];
  const resumption = { from: momentOf(from), to: momentOf(to), keys: keys.match(/.{14}/g) ?? [] };
  if (!(resumption.from <= resumption.to) || resumption.keys.length > maxKeys)
    throw new InvalidReadError("after", "be a checkpoint that a tail gave, or ms since the epoch");
  if (mark !== textHash(workspaceId))
    throw new InvalidReadError("after", "be a checkpoint of this workspace");
  return resumption;
}

function momentOf(digits = ""): number {
  const moment = Number.parseInt(digits, 36);
  return Number.isSafeInteger(moment) ? moment : Number.NaN;
}
