import { UsageError } from "../usage-error.ts";

/** A time of day on a day, without a zone. */
export interface LocalTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** A time zone of the runtime's data, by name. */
export interface Zone {
  readonly name: string;
  /** Gives what clocks show there at a moment (ms since epoch). */
  local(timestamp: number): LocalTime;
  /** Gives the moment of a time, the first where clocks show it twice; undefined where they skip it. */
  moment(time: LocalTime): number | undefined;
}

const day = 86_400_000;

/**
 * Gives a zone by its name, `"Europe/Berlin"`.
 *
 * @throws {UsageError} for a name that the runtime does not know
 */
export function zoneNamed(name: string): Zone {
  const format = formatOf(name);
  const offset = (timestamp: number) => {
    const at: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(timestamp)) at[type] = Number(value);
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = at;
    const shown = utc({ year, month, day: date, hour, minute, second, ms: 0 });
    return shown - Math.floor(timestamp / 1000) * 1000;
  };
  return {
    name,
    local(timestamp) {
      const shifted = new Date(timestamp + offset(timestamp));
      return {
        year: shifted.getUTCFullYear(),
        month: shifted.getUTCMonth() + 1,
        day: shifted.getUTCDate(),
        hour: shifted.getUTCHours(),
        minute: shifted.getUTCMinutes(),
        second: shifted.getUTCSeconds(),
        ms: shifted.getUTCMilliseconds(),
      };
    },
    moment(time) {
      const shown = utc(time);
      // No zone changes its clocks twice within two days.
      const candidates = [shown - day, shown + day].map((near) => shown - offset(near));
      const fitting = candidates.filter((moment) => moment + offset(moment) === shown);
      return fitting.length === 0 ? undefined : Math.min(...fitting);
    },
  };
}

/** Gives the moment at which clocks in UTC show a time. */
export function utc({ year, month, day: date, hour, minute, second, ms }: LocalTime): number {
  const moment = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  moment.setUTCFullYear(year, month - 1, date);
  return moment.setUTCHours(hour, minute, second, ms);
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new UsageError(
      `Cannot use ${JSON.stringify(name.slice(0, 80))} as a time zone: it must be a name such as Europe/Berlin or UTC`,
    );
  }
}
