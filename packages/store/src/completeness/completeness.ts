/** Numbers of a writer that follow one another, bounds inclusive. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** What became of the numbers of events. Each is present, outside, quarantined or missing. */
export interface NumberFates {
  /** How many numbers there should be: all from a writer's first to its last of the window. */
  readonly expected: number;
  /** In the log, recorded in the window. */
  readonly present: number;
  /** In the log, recorded before or after the window: late rows, and such as were sent again. */
  readonly outside: number;
  /** Set aside by Tinybird and not in the log. */
  readonly quarantined: number;
  /** Neither in the log nor in quarantine. */
  readonly missing: number;
  /** Deliveries in the window beside the first of each event. */
  readonly copies: number;
  /** Events in the window that have the number of another one: two processes wrote under one name. */
  readonly reused: number;
}

/** What became of the numbers of one writer. */
export interface WriterCompleteness extends NumberFates {
  readonly writer: string;
  /** Its smallest number in the window. */
  readonly first: number;
  /** Its greatest number in the window. */
  readonly last: number;
  /** Which numbers are missing: the first 100 ranges of them. */
  readonly gaps: readonly NumberRange[];
  /** How many such ranges there are. */
  readonly gapCount: number;
  /** Ms since epoch when its newest event of the window was recorded; absent if all are in quarantine. */
  readonly newestAt?: number;
}

/** Something that the numbers cannot show. */
export interface Unknowable {
  readonly code:
    | "tail"
    | "head"
    | "silent_writers"
    | "unnumbered"
    | "retention"
    | "not_visible_yet"
    | "spool";
  readonly sentence: string;
}

/** Whether what was recorded in a window is all there, as far as the writers' numbers show. */
export interface Completeness {
  /** Bounds of `recordedAt`, inclusive, in ms since epoch. */
  readonly from: number;
  readonly to: number;
  /** The store's time, in ms since epoch. */
  readonly askedAt: number;
  /** Nothing is missing, in quarantine, reused, or waits in the spool that was given. */
  readonly isComplete: boolean;
  /** Of all writers, also of those that are not listed. */
  readonly totals: NumberFates & { readonly writers: number };
  /** By missing, then quarantined, then reused, the most in front, then by name. */
  readonly writers: readonly WriterCompleteness[];
  /** Deliveries in the window without a writer or a number, as the product before wrote them. */
  readonly unnumbered: number;
  /** Rows set aside in the window, those included whose number or writer cannot be read. */
  readonly quarantinedRows: number;
  /** The newest event of the window; absent where there is none. Both in ms. */
  readonly newest?: { readonly recordedAt: number; readonly age: number };
  /** What waits in the spool that was given. */
  readonly spool?: { readonly events: number; readonly bytes: number };
  /** What this cannot know, in sentences for people. */
  readonly unknowable: readonly Unknowable[];
}
