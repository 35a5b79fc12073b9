import type { AnyAction } from "../catalog.ts";
import { isNothingInherited, maxValues } from "../json.ts";
import { type TakenMetadata, takeMetadata } from "./take-metadata.ts";
import { validEnvelopeBytes } from "./valid-envelope.ts";

/**
 * Gives the metadata of a draft that certainly has no problem; undefined for one that is to be looked at
 * field by field, which also says what is wrong.
 */
export function takeDraft(
  action: AnyAction,
  draft: Readonly<Record<string, unknown>>,
  now: number,
  eventBytes: number,
): TakenMetadata | undefined {
  if (!isNothingInherited()) return undefined;
  const { version = action.latest } = draft;
  const written = typeof version === "number" ? action.versions[version - 1] : undefined;
  if (written === undefined) return undefined;
  const envelopeBytes = validEnvelopeBytes(draft, now);
  if (envelopeBytes === undefined) return undefined;
  // Every value takes up a byte or more, so this bounds how many they are.
  const mostBytes = Math.min(eventBytes - envelopeBytes, maxValues);
  return takeMetadata(written.shape, draft.metadata, mostBytes);
}
