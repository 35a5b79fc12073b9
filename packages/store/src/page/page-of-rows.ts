import { isPlainObject, type RecordedEvent } from "@audit/events";
import { readRows } from "../decode-rows.ts";
import { decodeAnyRow, type Place, type PlacedEvent } from "../row.ts";
import { decodePlainRow } from "./decode-plain-row.ts";
import { isPlainRow, type PlainRow } from "./plain-row.ts";
import type { StoredTexts } from "./stored-texts.ts";

/** What stands at a place: its event is made each time it is asked for. */
export interface Standing extends Place {
  readonly event: RecordedEvent;
}

/**
 * Gives what the rows of a pipe hold. Each is looked at now, and most are made into events one by one, when asked
 * for: events of a page that were made at once would outlive the garbage collector's young generation.
 *
 * @throws {UnexpectedAnswerError} when it is no list, or a column is not as it was deployed
 */
export function pageOfRows(pipe: string, rows: unknown): readonly Standing[] {
  return readRows(pipe, rows, readStanding);
}

function readStanding(row: unknown, texts: StoredTexts): Standing | { readonly missing: string } {
  if (!isPlainObject(row)) return { missing: "a row" };
  if (isPlainRow(row)) return new StandingRow(row, texts);
  const placed = decodeAnyRow(row, texts);
  return "missing" in placed ? placed : standing(placed);
}

/** Gives an event that is there already, by its place. */
export function standing({ event, timestamp }: PlacedEvent): Standing {
  const { id, uid } = event;
  return { id, timestamp, uid, event };
}

class StandingRow implements Standing {
  readonly id: string;
  readonly timestamp: string;
  readonly uid: string;
  readonly #row: PlainRow & Readonly<Record<string, unknown>>;
  readonly #texts: StoredTexts;

  constructor(row: PlainRow & Readonly<Record<string, unknown>>, texts: StoredTexts) {
    this.id = row.id;
    this.timestamp = row.exact_timestamp;
    this.uid = row.uid;
    this.#row = row;
    this.#texts = texts;
  }

  get event(): RecordedEvent {
    const event = decodePlainRow(this.#row, this.#texts);
    if (event !== undefined) return event;
    const placed = decodeAnyRow(this.#row, this.#texts);
    if ("missing" in placed) throw new TypeError("Cannot miss a column of a plain row");
    return placed.event;
  }
}
