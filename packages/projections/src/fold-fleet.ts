import type { AuditEvent } from "@audit/events";
import { assertEvent } from "./assert-event.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { MixedStreamsError } from "./mixed-streams-error.ts";
import type { Projection } from "./projection.ts";
import { ReopenedStreamError } from "./reopened-stream-error.ts";
import type { ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";

/** What the stream of one entity came to. */
type Entity<State> = [id: string, replayed: Replayed<State>];

/** Folds streams that come one after the other. */
export interface FleetFold<State> {
  /** Takes the next delivery, and gives the entity before when this is the first of another. */
  push(delivery: AuditEvent): Entity<State> | undefined;
  /** Gives the last entity. */
  finish(): Entity<State> | undefined;
}

/** Gives the fold under `replayAll`: one fold at a time, and the ids of those that are done. */
export function foldFleet<State>(
  projection: Projection<State>,
  options: ReplayOptions,
): FleetFold<State> {
  const what = `replay "${projection.name}" for a fleet`;
  const seen = new Set<string>();
  let pushed = 0;
  let current: { first: AuditEvent; fold: Fold<Replayed<State>>; needsMore: boolean } | undefined;

  const finish = (): Entity<State> | undefined =>
    current === undefined ? undefined : [current.first.id, current.fold.finish()];

  const begin = (first: AuditEvent): void => {
    const { name } = projection;
    if (current !== undefined && first.workspaceId !== current.first.workspaceId)
      throw new MixedStreamsError({ projection: name, stream: current.first, other: first });
    if (current !== undefined && seen.has(first.id))
      throw new ReopenedStreamError({ projection: name, id: first.id, after: current.first.id });
    seen.add(first.id);
    const fold = foldStream(projection, options, undefined, { of: first.id });
    current = { first, fold, needsMore: fold.push(first) };
  };

  return {
    push(delivery) {
      assertEvent(what, pushed, delivery);
      pushed += 1;
      if (current !== undefined && current.first.id === delivery.id) {
        // What is left of a stream that has come to its end is passed over.
        if (current.needsMore) current.needsMore = current.fold.push(delivery);
        return undefined;
      }
      const done = finish();
      begin(delivery);
      return done;
    },
    finish,
  };
}
