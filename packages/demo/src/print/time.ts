const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** Gives the time of day in UTC, `10:41:30`. */
export function clockTime(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(11, 19);
}

/** Gives day and time in UTC, `2026-03-02 10:41:30`. */
export function dayTime(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(0, 19).replace("T", " ");
}

/** Gives a length of time in its two largest units, `3 d 4 h`; `0 s` for less than a second. */
export function duration(ms: number): string {
  let rest = Math.round(ms / 1000) * 1000;
  const parts = units.flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.slice(0, 2).join(" ") || "0 s";
}
