import type { ColumnType } from "./column-type.ts";
import { type SkipValue, skipOf, skipSpaces } from "./skip-value.ts";

/** Tells rows that fit as they were sent. */
export interface LineScan {
  /** Gives the place behind the row that begins at a place, or -1 if it is not certain to fit. */
  skip(text: string, at: number): number;
  /**
   * Places of the columns that the row skipped last leaves to their DEFAULT. Rows that follow each other and leave the
   * same have it in common.
   */
  readonly left: ReadonlySet<number>;
}

/** What a row can set, and where it has it. */
interface Settable {
  readonly name: string;
  readonly parsedType: ColumnType;
  readonly path: readonly string[];
  readonly hasDefault: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;

/** A column that a row may set, and how it begins there if nothing stands between its parts. */
interface Member {
  readonly place: number;
  readonly opening: string;
  readonly skip: SkipValue;
}

/**
 * Compiles a look that tells a row which ClickHouse takes as it was sent: a JSON object that has each column without a
 * DEFAULT, none twice, by its name, nothing else, and only values that keep their meaning.
 *
 * Whatever else it meets it leaves to the thorough way; it never says that a row is bad. `undefined` if no row of these
 * columns can be told.
 */
export function scanLines(columns: readonly Settable[]): LineScan | undefined {
  const members = new Map<string, Member>();
  for (const [place, { name, parsedType, path }] of columns.entries()) {
    const skip = skipOf(parsedType);
    if (skip === undefined || path.length !== 1 || path[0] !== name) return undefined;
    // ClickHouse reads a name with a dot as part of a nested one.
    if (!/^\w+$/.test(name)) return undefined;
    members.set(name, { place, opening: `"${name}":`, skip });
  }
  if (members.size === 0 || members.size !== columns.length) return undefined;
  return new CompiledScan(members, columns);
}

class CompiledScan implements LineScan {
  readonly #members: ReadonlyMap<string, Member>;
  readonly #columns: readonly Settable[];
  /** The row in which each column was seen last tells a name that comes twice, with nothing to clear between rows. */
  readonly #seen: number[];
  /** The members of the row before, in its order: most rows have the same. */
  readonly #order: (Member | undefined)[];
  #row = 0;
  #left: ReadonlySet<number> = new Set();

  constructor(members: ReadonlyMap<string, Member>, columns: readonly Settable[]) {
    this.#members = members;
    this.#columns = columns;
    this.#seen = columns.map(() => 0);
    this.#order = columns.map(() => undefined);
  }

  get left(): ReadonlySet<number> {
    return this.#left;
  }

  skip(text: string, start: number): number {
    this.#row += 1;
    if (text.charCodeAt(start) !== openObject) return -1;
    for (let at = skipSpaces(text, start + 1), found = 0; ; found += 1) {
      const expected = this.#order[found];
      let member: Member | undefined;
      if (expected !== undefined && text.startsWith(expected.opening, at)) {
        member = expected;
        at += expected.opening.length;
      } else {
        const end = text.charCodeAt(at) === quote ? text.indexOf('"', at + 1) : -1;
        member = this.#members.get(text.slice(at + 1, end));
        at = skipSpaces(text, end + 1);
        if (end < 0 || member === undefined || text.charCodeAt(at) !== colon) return -1;
        this.#order[found] = member;
        at += 1;
      }
      if (this.#seen[member.place] === this.#row) return -1;
      this.#seen[member.place] = this.#row;
      at = member.skip(text, skipSpaces(text, at));
      if (at < 0) return -1;
      at = skipSpaces(text, at);
      const next = text.charCodeAt(at);
      if (next === closeObject) return this.#mayLeaveOthers(found + 1) ? at + 1 : -1;
      if (next !== comma) return -1;
      at = skipSpaces(text, at + 1);
    }
  }

  /** Whether the columns that the row does not have, all but so many, have a DEFAULT. */
  #mayLeaveOthers(found: number): boolean {
    if (found + this.#left.size === this.#columns.length && this.#leavesTheSame()) return true;
    const left = new Set<number>();
    for (const [place, { hasDefault }] of this.#columns.entries()) {
      if (this.#seen[place] === this.#row) continue;
      if (!hasDefault) return false;
      left.add(place);
    }
    this.#left = left;
    return true;
  }

  #leavesTheSame(): boolean {
    for (const place of this.#left) if (this.#seen[place] === this.#row) return false;
    return true;
  }
}
