import { type AnyAction, type AuditEvent, catalog as builtIn, type Catalog } from "@audit/events";
import { checkMoment } from "./check-moment.ts";
import { checkOptions } from "./check-options.ts";
import { feed } from "./feed.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";
import { changesFinder } from "./state-changes.ts";
import { lapses } from "./timeline/lapses.ts";
import type { Moment } from "./timeline/moment.ts";
import { type Drawing, momentDrawer } from "./timeline/moment-drawer.ts";

/** Which part of a stream to look at, and how to tell it. */
export interface TimelineOptions {
  /** Valid time: moments before this ms are left out, their events still count. @defaultValue all */
  readonly from?: number | undefined;
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly to?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
  /**
   * Neighbours of one action, actor and outcome are one moment within this many ms from the first;
   * 0 or false: never. @defaultValue 60000
   */
  readonly burst?: number | false | undefined;
  /** Whether neighbours that change nothing are one moment. @defaultValue true */
  readonly idle?: boolean | undefined;
  /** Whose actions give the sentences. @defaultValue the built-in catalog */
  readonly catalog?: Catalog<AnyAction> | undefined;
}

/**
 * Gives the moments of one stream in order: what happened, as a sentence, what it changed, and how
 * long the state before it had lasted.
 *
 * Events are taken as `replay` takes them, so the state of a moment is the state `replay` gives at
 * it. `from` and `to` are inclusive. `lasted` runs from the last moment that changed the state.
 * Moments share the parts of the state that did not change. Late is meant among the events up to
 * `to`. Bursts and idle stretches are one moment each, with its `members`; no event is left out.
 * Refused attempts and events that were not understood are never idle, and an event that evolve threw
 * on, or that others contradict, is a moment of its own.
 *
 * A sentence is one line without control characters. It names metadata only where the action's words
 * do; without words it is the action's name and who did it. Pure.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when an option is not what it must be, or `from` is after `to`
 * @example
 * import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [
 *   at("10:00", monitorCreate, { name: "API" }),
 *   at("10:42", monitorDown, { region: "gru", statusCode: 503 }),
 *   at("10:42:20", monitorDown, { region: "fra" }),
 *   at("10:45", monitorRecovered, { region: "gru", statusCode: 200 }),
 * ]);
 * const [, outage, recovery] = timeline(monitor, events);
 * outage?.sentence; // "down in gru and fra"
 * outage?.kind === "burst" && outage.members.length; // 2
 * recovery?.sentence; // "up in gru, 3 min after it went down"
 * recovery?.changes[0]; // { path: ["status"], from: "down", to: "degraded" }
 */
export function timeline<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: TimelineOptions,
): readonly Moment<State>[];
export function timeline<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: TimelineOptions,
): Promise<readonly Moment<State>[]>;
export function timeline<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: TimelineOptions = {},
): readonly Moment<State>[] | Promise<readonly Moment<State>[]> {
  return feed(events, () => foldMoments(projection, options));
}

function foldMoments<State>(
  projection: Projection<State>,
  options: TimelineOptions,
): Fold<readonly Moment<State>[]> {
  const what = `draw the timeline of "${projection.name}"`;
  checkOptions(what, options);
  const from = checkMoment(what, "from", options.from, Number.NEGATIVE_INFINITY);
  const to = checkMoment(what, "to", options.to, Number.POSITIVE_INFINITY);
  const knownAt = checkMoment(what, "knownAt", options.knownAt, Number.POSITIVE_INFINITY);
  if (from > to)
    throw new InvalidOptionError({
      what,
      option: "from",
      must: `be at most to, ${to}`,
      value: from,
    });
  const { identify } = projection;
  const drawer = momentDrawer<State>({ identify, ...checkDrawing(what, options) });
  const changesOf = changesFinder(identify);
  const lapseOf = lapses();
  let setAt: number | undefined;
  const fold = foldStream(projection, { at: to, knownAt }, (step) => {
    const { timestamp } = step.event;
    const changes = changesOf(step.before, step.after);
    const lasted = setAt === undefined ? undefined : timestamp - setAt;
    const lapse = lapseOf(step.event);
    if (timestamp >= from) drawer.add(step, changes, lasted, lapse);
    if (changes.length > 0) setAt = timestamp;
  });
  return {
    push: fold.push,
    pushRun: fold.pushRun,
    finish: () => drawer.finish(fold.finish().report.late),
  };
}

function checkDrawing(
  what: string,
  { burst = 60_000, idle = true, catalog = builtIn }: TimelineOptions,
): Omit<Drawing, "identify"> {
  if (burst !== false && !(typeof burst === "number" && burst >= 0))
    throw new InvalidOptionError({
      what,
      option: "burst",
      must: "be a number of milliseconds from 0, or false",
      value: burst,
    });
  if (typeof idle !== "boolean")
    throw new InvalidOptionError({ what, option: "idle", must: "be true or false", value: idle });
  if (typeof catalog?.decode !== "function" || typeof catalog.find !== "function")
    throw new InvalidOptionError({
      what,
      option: "catalog",
      must: "be what defineCatalog gives",
      value: catalog,
    });
  return { burst: burst === false ? 0 : burst, idle, catalog };
}
