import type { Actor, AuditEvent } from "@audit/events";
import { checkMoment } from "../check-moment.ts";
import { checkOptions } from "../check-options.ts";
import { feed } from "../feed.ts";
import { type Fold, foldStream } from "../fold-stream.ts";
import type { Leaf } from "../leaves/leaves-of.ts";
import type { AnyKnownEvent, Projection } from "../projection.ts";
import type { Replayed } from "../replay-report.ts";
import { type BlameTree, blameOn, growTree, readTree } from "./blame-tree.ts";

/** The event that last set a leaf. */
export interface LeafOrigin {
  readonly event: AnyKnownEvent;
  /** Who did it: the event's. */
  readonly actor: Actor;
  /** The version that its metadata was stored in. */
  readonly recordedVersion: number;
  /** The upcasts that its metadata went through when it was read, in order; empty: none. */
  readonly upcasts: readonly { readonly from: number; readonly to: number }[];
}

/** A leaf of a state, and what set it. */
export interface BlamedLeaf extends Leaf {
  /** `initial` where no event has changed what the projection begins with. */
  readonly setBy: LeafOrigin | "initial";
}

/** What {@link blame} gives. */
export interface Blamed<State> extends Replayed<State> {
  /** Every leaf of the state, in the order of its keys. */
  readonly leaves: readonly BlamedLeaf[];
}

/** From where in time to look at a stream. */
export interface BlameOptions {
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly at?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
}

/**
 * Gives the state that the events of one stream lead to, and for every leaf of it the event that last
 * set it.
 *
 * To set is to change: an event after which the leaf has the value it had before is not to blame. A
 * leaf that went and came again was set when it came. Empty objects and lists are leaves. Elements of
 * a list are followed by their identity (the `identify` of the projection; a text is its own), so one
 * that moves keeps who set it; where one has no identity or two have the same, all of that list are
 * compared by position, and their paths say so: `{ index: 0 }` in place of `{ id: "7" }`.
 *
 * Events are taken as `replay` takes them, in one pass. What evolve gives back as it was is not looked
 * at, so an evolve that changes its state in place is not seen. Pure.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when `at` or `knownAt` is no number
 * @example
 * import { incidentCreate, incidentReclassify } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] }),
 *   at("10:04", incidentReclassify, { from: "major", to: "minor" }, { actor: { id: "ada" } }),
 * ]);
 * const { leaves } = blame(incident, events);
 * const severity = leaves.find(({ path }) => pathText(path) === "severity");
 * severity?.setBy !== "initial" && severity?.setBy.actor.id; // "ada"
 */
export function blame<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: BlameOptions,
): Blamed<State>;
export function blame<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: BlameOptions,
): Promise<Blamed<State>>;
export function blame<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: BlameOptions = {},
): Blamed<State> | Promise<Blamed<State>> {
  return feed(events, () => foldBlame(projection, options));
}

function foldBlame<State>(
  projection: Projection<State>,
  options: BlameOptions,
): Fold<Blamed<State>> {
  const what = `blame "${projection.name}"`;
  checkOptions(what, options);
  const at = checkMoment(what, "at", options.at, Number.POSITIVE_INFINITY);
  const knownAt = checkMoment(what, "knownAt", options.knownAt, Number.POSITIVE_INFINITY);
  const { initial, identify } = projection;

  let tree: BlameTree = growTree(initial, { event: undefined });
  const fold = foldStream(projection, { at, knownAt }, ({ event, before, after }) => {
    if (event.known) tree = blameOn({ event }, tree, before, after, identify);
  });
  return {
    push: fold.push,
    pushRun: fold.pushRun,
    finish() {
      const { state, report } = fold.finish();
      const originOf = origins();
      const leaves = readTree(tree, state, identify).map(({ path, value, event }) => ({
        path,
        value,
        setBy: event === undefined ? ("initial" as const) : originOf(event),
      }));
      return { state, report, leaves: Object.freeze(leaves) };
    },
  };
}

/** Leaves that one event has set share its origin. */
function origins(): (event: AnyKnownEvent) => LeafOrigin {
  const known = new Map<AnyKnownEvent, LeafOrigin>();
  return (event) => {
    const origin = known.get(event) ?? originOf(event);
    known.set(event, origin);
    return origin;
  };
}

function originOf(event: AnyKnownEvent): LeafOrigin {
  const { actor, recordedVersion, version } = event;
  const steps = Math.max(0, version - recordedVersion);
  const upcasts = Array.from({ length: steps }, (_, step) => ({
    from: recordedVersion + step,
    to: recordedVersion + step + 1,
  }));
  return Object.freeze({ event, actor, recordedVersion, upcasts: Object.freeze(upcasts) });
}
