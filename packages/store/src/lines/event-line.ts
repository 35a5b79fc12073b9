import type { EmittedEvent } from "@audit/events";
import { encodeRow, type Row } from "../row.ts";
import { encodeLines } from "./encode-lines.ts";

/** The row of an event as its line, and what a store asks of it on its way. */
export class EventLine {
  readonly uid: string;
  /** Ms since epoch. */
  readonly timestamp: number;
  readonly line: string;
  readonly #event: EmittedEvent;

  constructor(event: EmittedEvent, line: string) {
    this.uid = event.uid;
    this.timestamp = event.timestamp;
    this.line = line;
    this.#event = event;
  }

  /** Made when it is asked for: most transports take lines. */
  get row(): Row {
    return encodeRow(this.#event);
  }
}

/** What is sent: an event's line, or a row as it was recorded elsewhere. */
export type SentRow = EventLine | Row;

/** Gives the lines of events, in their order. */
export function eventLines(events: readonly EmittedEvent[]): readonly EventLine[] {
  const lines = encodeLines(events);
  return events.map((event, index) => new EventLine(event, lines[index] ?? ""));
}

/** Gives a row as its line of NDJSON. */
export function lineOf(sent: SentRow): string {
  return sent instanceof EventLine ? sent.line : JSON.stringify(sent);
}

/** Gives a row as an object. */
export function rowOf(sent: SentRow): Row {
  return sent instanceof EventLine ? sent.row : sent;
}
