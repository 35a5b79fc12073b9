import { UsageError } from "../usage-error.ts";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const longest = 30 * 86_400;

/**
 * Reads for how long a token holds, `90s`, `15m`, `1h`, `1d 12h`, and gives seconds.
 *
 * @throws {UsageError} for anything else, for nothing and for more than 30 days: nobody can take it back before
 */
export function tokenLifetime(text: string): number {
  const isLength = /^(?:\d{1,7} ?[smhd] ?)+$/.test(`${text} `);
  let seconds = 0;
  for (const [, count, unit = ""] of text.matchAll(/(\d+) ?([smhd])/g))
    seconds += Number(count) * (units[unit] ?? 0);
  if (isLength && seconds >= 1 && seconds <= longest) return seconds;
  throw new UsageError(
    `Cannot read ${JSON.stringify(text.slice(0, 80))} as how long a token holds: it must be from 1 second to 30 days`,
    "It is written so: 90s, 15m, 1h, 1d 12h",
  );
}
