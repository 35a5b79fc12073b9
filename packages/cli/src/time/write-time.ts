import type { Zone } from "./zone.ts";

/** Gives a moment as clocks in the zone show it, `2026-03-02 10:41:30`; with ms where there are some. */
export function writeTime(timestamp: number, zone: Zone): string {
  if (!Number.isFinite(timestamp) || Math.abs(timestamp) > 8.64e15 - 86_400_000 * 2)
    return String(timestamp);
  const { year, month, day, hour, minute, second, ms } = zone.local(timestamp);
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const text = `${date} ${two(hour)}:${two(minute)}:${two(second)}`;
  return ms === 0 ? text : `${text}.${String(ms).padStart(3, "0")}`;
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** Gives a length of time in its two largest units, `3 d 4 h`; in ms below a second. */
export function writeDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  let rest = Math.round(ms / 1000) * 1000;
  const parts = units.flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.slice(0, 2).join(" ");
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
