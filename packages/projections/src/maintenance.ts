import { type Actor, maintenanceEnd, maintenanceStart } from "@audit/events";
import { defineProjection, type Projection } from "./projection.ts";
import { unlessRefused } from "./unless-refused.ts";

type Person = Pick<Actor, "id" | "name">;

interface MaintenanceFacts {
  readonly title: string;
  /** The streams of the monitors, `"monitor:1"`. */
  readonly monitors: readonly string[];
  /** Ms since epoch, UTC. */
  readonly startedAt: number;
  readonly startedBy: Person;
  /** When it was meant to end, ms since epoch, UTC; absent where nobody said. */
  readonly until?: number | undefined;
}

/** The state of a maintenance; switch on `phase`. */
export type Maintenance =
  | { readonly phase: "none" }
  | ({ readonly phase: "running" } & MaintenanceFacts)
  | ({
      readonly phase: "ended";
      /** Ms since epoch, UTC. */
      readonly endedAt: number;
      readonly endedBy: Person;
    } & MaintenanceFacts);

/**
 * Gives what a maintenance is: what for, on which monitors, since when, and whether it is over.
 *
 * Settled by stream order: of two starts or ends the first stands; an end before the start is not
 * taken (the report then says `truncated`); a start after an end begins another maintenance in the same
 * stream. That it was meant to end does not end it. Refused attempts change nothing.
 *
 * @example
 * import { maintenanceStart } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("maintenance:9", [
 *   at("10:00", maintenanceStart, { title: "new disks", monitors: ["monitor:1"] }),
 * ]);
 * replay(maintenance, events).state.phase; // "running"
 */
export const maintenance: Projection<Maintenance> = defineProjection<Maintenance>("maintenance", {
  revision: 1,
  initial: { phase: "none" },
})
  .startsWith(maintenanceStart)
  .on(
    maintenanceStart,
    unlessRefused((state, { timestamp, actor: { id, name }, metadata }) =>
      state.phase === "running"
        ? state
        : { phase: "running", ...metadata, startedAt: timestamp, startedBy: { id, name } },
    ),
  )
  .on(
    maintenanceEnd,
    unlessRefused((state, { timestamp, actor: { id, name } }) =>
      state.phase === "running"
        ? { ...state, phase: "ended", endedAt: timestamp, endedBy: { id, name } }
        : state,
    ),
  );
