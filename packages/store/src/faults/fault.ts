import { InvalidOptionError } from "../assert-option.ts";

/**
 * What goes wrong with one request. Times are ms.
 *
 * - `refused`: its connection is reset before the body is read, all others too, and nobody listens for
 *   so long
 * - `reset_before`: its connection is reset before the body is read
 * - `reset_after`: Tinybird carries it out, and its connection is reset instead of an answer
 * - `429`, `500`, `503`: it is answered so; not carried out unless it says so
 * - `late`: it travels for so long, and arrives also where its client has left
 * - `slow`: it is carried out, and the first byte of the answer comes after so long
 * - `half_answer`: it is carried out, and the connection breaks in the middle of the answer
 * - `wrong_json`: it is carried out, and the answer is JSON of another shape
 * - `endless`: it is carried out, and the answer has all but its last byte, then spaces for ever
 */
export type Fault =
  | { readonly kind: "refused"; readonly ms: number }
  | { readonly kind: "reset_before" | "reset_after" }
  | {
      readonly kind: "429";
      /** Seconds, as the header `Retry-After`; without it there is none. */
      readonly retryAfter?: number | undefined;
      /** Seconds, as the header `X-RateLimit-Reset`, with its two companions. */
      readonly reset?: number | undefined;
    }
  | { readonly kind: "500" | "503"; readonly isCarriedOut?: boolean | undefined }
  | { readonly kind: "late" | "slow"; readonly ms: number }
  | { readonly kind: "half_answer" | "wrong_json" | "endless" };

/** The name of a kind of fault. */
export type FaultKind = Fault["kind"];

/** How many requests had each kind of fault, and how many none. */
export type FaultCounts = Readonly<Record<FaultKind | "none", number>>;

const timed: Readonly<Record<FaultKind, boolean>> = {
  refused: true,
  reset_before: false,
  reset_after: false,
  "429": false,
  "500": false,
  "503": false,
  late: true,
  slow: true,
  half_answer: false,
  wrong_json: false,
  endless: false,
};

/** Gives counts of nothing yet. */
export function noFaultsYet(): Record<FaultKind | "none", number> {
  const kinds = Object.keys(timed).map((kind) => [kind, 0]);
  // Safe: its keys are those of `timed`, and `none`.
  return Object.fromEntries([["none", 0], ...kinds]) as Record<FaultKind | "none", number>;
}

/**
 * Gives a fault as it is.
 *
 * @throws {InvalidOptionError} when it is none, naming the option that it comes from
 */
export function assertFault(option: string, fault: Fault): Fault {
  const needsTime = Object.hasOwn(timed, fault?.kind) ? timed[fault.kind] : undefined;
  if (needsTime === undefined)
    throw new InvalidOptionError(`${option}.kind`, `be one of ${Object.keys(timed).join(", ")}`);
  if (needsTime && !("ms" in fault && fault.ms >= 0 && fault.ms <= 2 ** 31 - 1))
    throw new InvalidOptionError(`${option}.ms`, "be ms, from 0 to 2^31 - 1");
  return fault;
}
