import { AuditError } from "@audit/events";

/** Which state to read, and when to save one. */
export interface ReadStateOptions {
  /** Exactly this one. @defaultValue `""`, a workspace of its own */
  readonly workspaceId?: string | undefined;
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly at?: number | undefined;
  /** Known time: only what was recorded up to this ms. @defaultValue all */
  readonly knownAt?: number | undefined;
  /** Whether a partial outcome is an error. @defaultValue false */
  readonly strict?: boolean | undefined;
  /**
   * Saves a snapshot when at least so many events came since the one it went on from.
   * @defaultValue 1,000
   */
  readonly saveAfter?: number | undefined;
  /** How many ms it takes until what was recorded can be read. @defaultValue 10,000 */
  readonly visibilityLag?: number | undefined;
  /** The clock, ms since epoch, UTC. @defaultValue the system's */
  readonly now?: (() => number) | undefined;
}

/** Something that a state cannot be read with. */
export class InvalidReadStateError extends AuditError<"invalid_option"> {
  override readonly name = "InvalidReadStateError";
  readonly option: string;

  constructor(option: string, must: string) {
    super("invalid_option", `Cannot read a state as ${option} must ${must}`);
    this.option = option;
  }
}

/** The options with their defaults; a bound that is open is undefined. */
export interface CheckedReadStateOptions {
  readonly workspaceId: string;
  readonly at: number | undefined;
  readonly knownAt: number | undefined;
  readonly strict: boolean;
  readonly saveAfter: number;
  readonly visibilityLag: number;
  readonly now: () => number;
}

/**
 * Gives the options with their defaults.
 *
 * @throws {InvalidReadStateError} when one cannot be what it is
 */
export function checkReadStateOptions(options: ReadStateOptions): CheckedReadStateOptions {
  if (typeof options !== "object" || options === null)
    throw new InvalidReadStateError("options", "be an object");
  const { workspaceId = "", strict = false, now = Date.now } = options;
  const { saveAfter = 1000, visibilityLag = 10_000 } = options;
  const mustHold = (option: string, holds: boolean, must: string): void => {
    if (!holds) throw new InvalidReadStateError(option, must);
  };
  mustHold("workspaceId", typeof workspaceId === "string", "be a text");
  mustHold("strict", typeof strict === "boolean", "be true or false");
  mustHold("now", typeof now === "function", "be a function that gives ms since the epoch");
  mustHold("saveAfter", isWhole(saveAfter, 1), "be a whole number, at least 1");
  mustHold("visibilityLag", isWhole(visibilityLag, 0), "be a whole number of ms, at least 0");
  return {
    workspaceId,
    at: bound("at", options.at),
    knownAt: bound("knownAt", options.knownAt),
    strict,
    saveAfter,
    visibilityLag,
    now,
  };
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function bound(option: string, value: number | undefined): number | undefined {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return undefined;
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidReadStateError(option, "be a whole number of milliseconds since the epoch");
}
