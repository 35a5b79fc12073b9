const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** Gives a length of time in its two largest units, cut off below them: `3 d 4 h`, `4 min`, `0 s`. */
export function durationText(ms: number): string {
  let rest = ms;
  let text: string | undefined;
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (text !== undefined) return count > 0 ? `${text} ${count} ${name}` : text;
    if (count > 0) text = `${count} ${name}`;
  }
  return text ?? "0 s";
}
