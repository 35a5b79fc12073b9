import { UsageError } from "../usage-error.ts";
import { type LocalTime, utc, type Zone } from "./zone.ts";

/** What a time is relative to. */
export interface TimeSetting {
  /** Ms since epoch. */
  readonly now: number;
  readonly zone: Zone;
}

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const clock = String.raw`(?:(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)? ?(am|pm)?|noon|midnight)`;
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(z|utc|[+-]\d{2}(?::?\d{2})?))?)?$/;
const spoken = new RegExp(
  `^(?:(today|yesterday|(?:last )?(?:${weekdays.join("|")}))(?: at)?(?: |$))?(?:at )?(${clock})?$`,
);
const amount = String.raw`\d{1,6} ?(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)`;
const ago = new RegExp(`^(${amount}(?:(?:,| and)? ?${amount})*) ago$`);

/**
 * Gives the moment, in ms since epoch, that a person means.
 *
 * `2026-03-02`, `2026-03-02 10:42`, `2026-03-02T10:42:00.5+01:00`, `10:42` and `9am` (the last time that
 * clocks showed it), `yesterday 9am`, `monday 10:42`, `2h ago`, `1d 2h ago`, `now`, epoch in ms, and epoch
 * in seconds as `@1700000000`. Without an offset it is in the zone. A time that clocks show twice is the
 * first of both.
 *
 * @throws {UsageError} for anything else, and for a time that is not: 30 February, or an hour that
 * clocks skip
 */
export function parseTime(given: string, { now, zone }: TimeSetting): number {
  const refuse = (must: string): never => {
    throw new UsageError(
      `Cannot read ${JSON.stringify(given.slice(0, 80))} as a time: ${must}`,
      "Times are written so: 10:42, yesterday 9am, 2h ago, 2026-03-02 10:42, 2026-03-02T10:42:00Z",
    );
  };
  const text = given.trim().toLowerCase().replaceAll(/\s+/g, " ");
  const moment = (time: LocalTime): number =>
    zone.moment(time) ?? refuse(`clocks in ${zone.name} skip it`);

  if (text === "now") return now;
  if (/^@\d{1,11}$/.test(text)) return Number(text.slice(1)) * 1000;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  if (/^\d{5,}$/.test(text))
    return refuse("a number must be ms since epoch (13 digits); write seconds as @1700000000");

  const date = iso.exec(text);
  if (date !== null) {
    const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = "", offset] = date;
    const time = {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      ms: msOf(fraction),
    };
    if (!isOnCalendar(time)) return refuse("there is no such day or time of day");
    if (offset === undefined) return moment(time);
    return utc(time) - (offsetOf(offset) ?? refuse("an offset is at most 23:59"));
  }

  const since = ago.exec(text)?.[1];
  if (since !== undefined) {
    let past = 0;
    for (const [, count, unit = ""] of since.matchAll(/(\d+) ?([a-z])/g))
      past += Number(count) * (units[unit] ?? 0);
    return past <= now ? now - past : refuse("it must be after 1970");
  }

  const words = text === "" ? null : spoken.exec(text);
  if (words === null) return refuse("it is none that this knows");
  const [, dayWord, clockWord, ...digits] = words;
  if (clockWord !== undefined && dayWord === undefined && /^\d+$/.test(clockWord))
    return refuse("an hour alone needs am or pm, or minutes: 9:00");
  const timeOfDay = clockWord === undefined ? midnight : readClock(clockWord, digits);
  if (timeOfDay === undefined) return refuse("there is no such time of day");
  const today = zone.local(now);
  const on = (back: number) => moment({ ...daysBefore(today, back), ...timeOfDay });
  if (dayWord === "today") return on(0);
  if (dayWord === "yesterday") return on(1);
  // The last such time: asked at 09:00, "10:42" is yesterday's.
  if (dayWord === undefined) return on(utc({ ...today, ...timeOfDay }) > utc(today) ? 1 : 0);
  const weekday = weekdays.indexOf(dayWord.replace("last ", ""));
  const back = (new Date(utc(today)).getUTCDay() - weekday + 7) % 7;
  const isAhead = back === 0 && (dayWord.startsWith("last ") || on(0) > now);
  return on(isAhead ? 7 : back);
}

const midnight = { hour: 0, minute: 0, second: 0, ms: 0 };

function readClock(
  word: string,
  [hours, minute = "0", second = "0", fraction = "", half]: readonly (string | undefined)[],
): Pick<LocalTime, "hour" | "minute" | "second" | "ms"> | undefined {
  if (word === "noon") return { ...midnight, hour: 12 };
  if (word === "midnight") return midnight;
  const said = Number(hours);
  if (half !== undefined && (said < 1 || said > 12)) return undefined;
  const hour = half === undefined ? said : (said % 12) + (half === "pm" ? 12 : 0);
  const time = { hour, minute: Number(minute), second: Number(second), ms: msOf(fraction) };
  return isOnCalendar({ year: 2000, month: 1, day: 1, ...time }) ? time : undefined;
}

function daysBefore(today: LocalTime, days: number): LocalTime {
  const { year, month, day } = today;
  const date = new Date(utc({ year, month, day: day - days, ...midnight }));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    ...midnight,
  };
}

function isOnCalendar(time: LocalTime): boolean {
  const date = new Date(utc(time));
  return (
    date.getUTCMonth() + 1 === time.month &&
    date.getUTCDate() === time.day &&
    date.getUTCHours() === time.hour &&
    date.getUTCMinutes() === time.minute &&
    date.getUTCSeconds() === time.second
  );
}

function offsetOf(text: string): number | undefined {
  if (text === "z" || text === "utc") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function msOf(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, "0"));
}
