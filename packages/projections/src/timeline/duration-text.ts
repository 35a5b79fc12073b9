const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** Gives a length of time in its two largest units, cut off below them: `3 d 4 h`, `4 min`, `0 s`. */
export function durationText(ms: number): string {
  let rest = ms;
  const parts = units.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { count, text: `${count} ${name}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return "0 s";
  const told = parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return told.map(({ text }) => text).join(" ");
}
