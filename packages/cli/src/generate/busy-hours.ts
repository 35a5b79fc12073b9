import type { SeededRandom } from "./seeded-random.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * Tells how busy people are at a moment, from 0 to 1: at work by day, hardly ever at night, little on
 * weekends.
 *
 * @param time ms since epoch
 * @param offset hours that their clocks are ahead of UTC
 */
export function busyness(time: number, offset: number): number {
  const local = new Date(time + offset * hour);
  const isWeekend = local.getUTCDay() % 6 === 0;
  return byHour(local.getUTCHours()) * (isWeekend ? 0.15 : 1);
}

/** Tells whether people are asleep. */
export function isNight(time: number, offset: number): boolean {
  const local = new Date(time + offset * hour).getUTCHours();
  return local < 7 || local >= 23;
}

/**
 * Gives when people do something next that they do so many times on a working day.
 *
 * @param after ms since epoch
 */
export function nextBusyMoment(
  after: number,
  { perDay, offset, random }: { perDay: number; offset: number; random: SeededRandom },
): number {
  let time = after;
  // Moments of the busiest hour all day long; of these as many count as people are busy.
  do time += random.wait(busiestHours / perDay);
  while (!random.happens(busyness(time, offset)));
  return Math.round(time);
}

const busiestHours = 10 * hour;

function byHour(local: number): number {
  if (local < 7 || local >= 23) return 0.01;
  if (local < 9 || local >= 21) return 0.12;
  if (local >= 18) return 0.3;
  return local === 12 ? 0.6 : 1;
}
