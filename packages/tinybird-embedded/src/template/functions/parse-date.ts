const FIELDS: ReadonlyMap<string, string> = new Map([
  ["Y", String.raw`(?<Y>\d{4})`],
  ["m", "(?<m>1[0-2]|0[1-9]|[1-9])"],
  ["d", String.raw`(?<d>3[01]|[12]\d|0[1-9]|[1-9])`],
  ["H", String.raw`(?<H>2[0-3]|[01]\d|\d)`],
  ["M", String.raw`(?<M>[0-5]\d|\d)`],
  ["S", String.raw`(?<S>6[01]|[0-5]\d|\d)`],
  ["f", String.raw`(?<f>\d{1,6})`],
  ["z", String.raw`(?<z>Z|[+-]\d\d:?[0-5]\d)`],
  ["%", "%"],
]);

/**
 * Reads a date in a format of Python's `strptime`, as seconds since the epoch, UTC.
 *
 * Gives nothing when the text is not in the format, or the format has a field not known here.
 */
export function parseDate(text: string, format: string): number | undefined {
  const seen = new Set<string>();
  let known = true;
  const source = format.replace(/%(.)|\s+|[^%]/gsu, (part, field?: string) => {
    if (field === undefined)
      return /^\s/.test(part) ? "\\s+" : part.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    const pattern = FIELDS.get(field);
    known &&= pattern !== undefined && (field === "%" || !seen.has(field));
    seen.add(field);
    return pattern ?? "";
  });
  const groups = known ? new RegExp(`^${source}$`, "iu").exec(text)?.groups : undefined;
  if (groups === undefined) return undefined;
  const { Y = "1900", m = "1", d = "1", H = "0", M = "0", S = "0", f = "0", z = "Z" } = groups;
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(Y), Number(m) - 1, Number(d));
  if (Number(Y) === 0 || midnight.getUTCDate() !== Number(d)) return undefined;
  const clock = Number(H) * 3600 + Number(M) * 60 + Number(S) + Number(f.padEnd(6, "0")) / 1e6;
  return midnight.getTime() / 1000 + clock - offsetSeconds(z);
}

function offsetSeconds(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === "-" ? -seconds : seconds;
}
