import type { AuditEvent } from "@audit/events";
import { feedStreams } from "./feed-streams.ts";
import { foldStream } from "./fold-stream.ts";
import { type Maintenance, maintenance } from "./maintenance.ts";
import type { StreamName } from "./mixed-streams-error.ts";

/** A stretch of time, from inclusive to exclusive. */
export interface Stretch {
  /** Ms since epoch, UTC. */
  readonly from: number;
  /** Ms since epoch, UTC; Infinity where its end is open. */
  readonly to: number;
}

/** A stretch of time in which a maintenance was on. */
export interface MaintenanceWindow extends Stretch, StreamName {
  readonly title: string;
  readonly monitors: readonly string[];
}

/** Whose maintenance to look for. */
export interface MaintenanceWindowsOptions {
  /** The stream of a monitor, `"monitor:1"`. @defaultValue all */
  readonly monitor?: string | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
}

/**
 * Gives when maintenance was on, from the maintenances' own streams, to leave out of {@link uptime}: in
 * the order in which the streams come, each in the order of its time.
 *
 * A window runs from the start to the end that was recorded, be that before or after the time it was
 * meant to end. While no end is recorded it runs to the time it was meant to end, and without such a
 * time on and on: `to` is Infinity. Windows may overlap, and one that ends as it begins is none. An
 * iterable gives stream after stream, as `readAll` of a store does; other streams may be among them. A
 * list may be in any order. Pure.
 *
 * @throws {InvalidOptionError} when `knownAt` is no number
 * @throws {OutOfOrderError} when a stream of an iterable is not in stream order
 * @throws {ReopenedStreamError} when a stream of an iterable comes again after another
 * @example
 * import { maintenanceEnd, maintenanceStart } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("maintenance:9", [
 *   at("10:00", maintenanceStart, { title: "new disks", monitors: ["monitor:1"] }),
 *   at("10:20", maintenanceEnd, {}),
 * ]);
 * maintenanceWindows(events, { monitor: "monitor:1" }).map(({ from, to }) => to - from); // [1200000]
 */
export function maintenanceWindows(
  events: Iterable<AuditEvent>,
  options?: MaintenanceWindowsOptions,
): readonly MaintenanceWindow[];
export function maintenanceWindows(
  events: AsyncIterable<AuditEvent>,
  options?: MaintenanceWindowsOptions,
): Promise<readonly MaintenanceWindow[]>;
export function maintenanceWindows(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: MaintenanceWindowsOptions = {},
): readonly MaintenanceWindow[] | Promise<readonly MaintenanceWindow[]> {
  const { monitor, knownAt } = options;
  return feedStreams<unknown, readonly MaintenanceWindow[]>(events, () => {
    // A wrong option shows though there be no event.
    foldStream(maintenance, { knownAt });
    const windows: MaintenanceWindow[] = [];
    const add = (stream: StreamName, state: Maintenance): void => {
      const window = windowOf(stream, state);
      if (window === undefined || window.from >= window.to) return;
      if (monitor === undefined || window.monitors.includes(monitor)) windows.push(window);
    };
    /** Of the stream that is being read. */
    let last = maintenance.initial;
    return {
      projection: maintenance.name,
      start(stream) {
        last = maintenance.initial;
        return foldStream(maintenance, { knownAt }, ({ before, after }) => {
          if (before.phase === "ended" && after.phase === "running") add(stream, before);
          last = after;
        });
      },
      take: (stream) => add(stream, last),
      finish: () => Object.freeze(windows),
    };
  });
}

function windowOf(stream: StreamName, state: Maintenance): MaintenanceWindow | undefined {
  if (state.phase === "none") return undefined;
  const { title, monitors, startedAt: from, until = Number.POSITIVE_INFINITY } = state;
  const to = state.phase === "ended" ? state.endedAt : until;
  return Object.freeze({ ...stream, from, to, title, monitors });
}
