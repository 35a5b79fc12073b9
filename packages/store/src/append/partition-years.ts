import type { SentRow } from "../lines/event-line.ts";

/** The data source has a partition for each year, and Tinybird takes rows of at most twelve at once. */
export const maxYears = 12;

/** Gives the year of a row, in UTC. A time that no date has is a year of its own: which partition takes it is not for us to know. */
export function yearOf({ timestamp }: SentRow): number {
  const year = new Date(Number(timestamp)).getUTCFullYear();
  return Number.isNaN(year) ? Number(timestamp) : year;
}
