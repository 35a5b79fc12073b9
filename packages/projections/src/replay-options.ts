import { checkMoment } from "./check-moment.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";

/** Which part of a stream to look at, from where in time, and how strictly. */
export interface ReplayOptions {
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly at?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
  /**
   * The `uid` of the last event that counts; of two under one uid the first. With `at`, whichever
   * comes first ends it.
   */
  readonly upTo?: string | undefined;
  /** The `uid`s of events to leave out, as if they had not happened. @defaultValue none */
  readonly without?: readonly string[] | undefined;
  /** Whether a partial outcome is an error. @defaultValue false */
  readonly strict?: boolean | undefined;
}

/** The options of a replay after a look at them. */
export interface CheckedReplayOptions {
  /** What is being done, for messages. */
  readonly what: string;
  readonly at: number;
  readonly knownAt: number;
  readonly upTo: string | undefined;
  /** Undefined where nothing is left out. */
  readonly without: ReadonlySet<string> | undefined;
  readonly strict: boolean;
}

/**
 * Gives the options with their defaults.
 *
 * @throws {InvalidOptionError} when one cannot be what it is
 */
export function checkReplayOptions(what: string, options: ReplayOptions): CheckedReplayOptions {
  const refuse = (option: string, must: string, value: unknown): never => {
    throw new InvalidOptionError({ what, option, must, value });
  };
  if (typeof options !== "object" || options === null)
    return refuse("options", "be an object", options);
  const { upTo, without, strict = false } = options;
  if (upTo !== undefined && (typeof upTo !== "string" || upTo === ""))
    refuse("upTo", "be the uid of an event", upTo);
  if (typeof strict !== "boolean") refuse("strict", "be true or false", strict);
  if (without !== undefined && !Array.isArray(without))
    refuse("without", "be a list of uids", without);
  if (without !== undefined) {
    const uids: readonly unknown[] = without;
    for (const [index, uid] of uids.entries())
      if (typeof uid !== "string" || uid === "")
        refuse(`without[${index}]`, "be the uid of an event", uid);
  }
  return {
    what,
    at: checkMoment(what, "at", options.at, Number.POSITIVE_INFINITY),
    knownAt: checkMoment(what, "knownAt", options.knownAt, Number.POSITIVE_INFINITY),
    upTo,
    without: without === undefined || without.length === 0 ? undefined : new Set(without),
    strict,
  };
}
