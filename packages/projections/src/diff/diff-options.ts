import { checkMoment } from "../check-moment.ts";
import { checkOptions } from "../check-options.ts";
import { InvalidOptionError } from "../invalid-option-error.ts";

/** From where in time to look at a stream: what was true at `at`, as it was known at `knownAt`. */
export type View =
  | { readonly at: number; readonly knownAt?: number | undefined }
  | { readonly at?: number | undefined; readonly knownAt: number };

/**
 * Which two moments to compare: two times at which something was true, or two views, which also say
 * what was known.
 */
export type DiffOptions =
  | {
      /** Valid time, ms since epoch, UTC. @defaultValue before the first event */
      readonly from?: number | undefined;
      /** Valid time, ms since epoch, UTC. @defaultValue after the last event */
      readonly to?: number | undefined;
      /** Known time: only events recorded up to this ms are seen. @defaultValue all */
      readonly knownAt?: number | undefined;
    }
  | {
      readonly from: View;
      /** Sees all that `from` sees. */
      readonly to: View;
      readonly knownAt?: never;
    };

/** Both bounds of a view, infinite where it is open. */
export interface Bounds {
  readonly at: number;
  readonly knownAt: number;
}

/** Gives the two views that are compared. */
export function checkDiffOptions(
  what: string,
  options: DiffOptions,
): { readonly from: Bounds; readonly to: Bounds } {
  checkOptions(what, options);
  const { from, to, knownAt } = options;
  if (isView(from) || isView(to)) {
    if (knownAt !== undefined)
      throw new InvalidOptionError({
        what,
        option: "knownAt",
        must: "be left out where from and to say it",
        value: knownAt,
      });
    return checkOrder(what, checkView(what, "from", from), checkView(what, "to", to));
  }
  const known = checkMoment(what, "knownAt", knownAt, Number.POSITIVE_INFINITY);
  return checkOrder(
    what,
    { at: checkMoment(what, "from", from, Number.NEGATIVE_INFINITY), knownAt: known },
    { at: checkMoment(what, "to", to, Number.POSITIVE_INFINITY), knownAt: known },
    "",
  );
}

function isView(value: unknown): value is View {
  return typeof value === "object" && value !== null;
}

function checkView(what: string, option: string, value: View | number | undefined): Bounds {
  if (!isView(value) || (value.at === undefined && value.knownAt === undefined))
    throw new InvalidOptionError({
      what,
      option,
      must: "have at, knownAt or both, where from or to is a view",
      value,
    });
  return {
    at: checkMoment(what, `${option}.at`, value.at, Number.POSITIVE_INFINITY),
    knownAt: checkMoment(what, `${option}.knownAt`, value.knownAt, Number.POSITIVE_INFINITY),
  };
}

/** Without this order there would be events that only `from` sees, and they brought nothing about. */
function checkOrder(what: string, from: Bounds, to: Bounds, field = ".at") {
  if (from.at > to.at)
    throw new InvalidOptionError({
      what,
      option: `from${field}`,
      must: `be at most to${field}, ${to.at}`,
      value: from.at,
    });
  if (from.knownAt > to.knownAt)
    throw new InvalidOptionError({
      what,
      option: "from.knownAt",
      must: `be at most to.knownAt, ${to.knownAt}`,
      value: from.knownAt,
    });
  return { from, to };
}
