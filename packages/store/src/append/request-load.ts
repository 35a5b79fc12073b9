import { lineOf, type SentRow } from "../lines/event-line.ts";
import { maxYears, yearOf } from "./partition-years.ts";

// Tinybird takes 10 MB in one request; UTF-8 needs at most three bytes for a UTF-16 code unit.
const maxCharacters = 3_000_000;
const maxRows = 5_000;

/** What one request holds, measured against what Tinybird takes in one. */
export class RequestLoad {
  readonly years = new Set<number>();
  rows = 0;
  characters = 0;

  /** Tells whether both together are still one request. */
  hasRoomFor(other: RequestLoad): boolean {
    if (this.rows + other.rows > maxRows) return false;
    if (this.characters + other.characters > maxCharacters) return false;
    const further = [...other.years].filter((year) => !this.years.has(year));
    return this.years.size + further.length <= maxYears;
  }

  add(other: RequestLoad): void {
    this.rows += other.rows;
    this.characters += other.characters;
    for (const year of other.years) this.years.add(year);
  }

  static of(row: SentRow): RequestLoad {
    const load = new RequestLoad();
    load.rows = 1;
    load.characters = lineOf(row).length;
    load.years.add(yearOf(row));
    return load;
  }
}
