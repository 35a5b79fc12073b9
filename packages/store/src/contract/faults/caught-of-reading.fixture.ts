import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of reading. */
export const caughtOfReading: CaughtBy = {
  "gives one event too many": [
    "gives the oldest and the newest event of a stream with one event each",
  ],
  "gives one event too few": [
    "gives the first events of a stream: one, all but one, all, and no more than there are",
  ],
  "counts a limit before the range": [
    "takes what stands at one millisecond apart by its uid alone",
    "goes on behind an event or a place, in both directions, and never gives it again",
    "counts what is in the range, not what is before it",
    "goes on behind each event over small pages, one by one",
  ],
  "gives at most a thousand events": ["gives all of a stream where no limit is given"],
  "counts the facts of a conflict one by one": [
    "counts events, not deliveries, and never parts a conflict",
    "keeps the facts of a conflict together over the border of a page",
    "goes from page to page over equal timestamps, doubles and a conflict",
  ],
  "takes any limit": ["refuses a limit that is no number of events, from one on"],
  "takes any direction": [
    "reads forward where no direction is given, and refuses one that there is not",
  ],
  "leaves out what is at the bounds": [
    "gives what happened from a moment on, to a moment, and at both",
  ],
  "gives the place again behind which it goes on": [
    "meets itself: forward behind a place and backward before it are all but the place",
  ],
  "knows what was recorded later": [
    "shows late events of all streams only where they were known",
    "gives what was known at a moment: late events and later copies are not there yet",
  ],
  "gives again what was recorded at the moment after which it looks": [
    "gives what was recorded after a moment: late events, and events of which a copy came",
  ],
  "gives whole streams, whatever was recorded since": [
    "gives what was recorded after a moment: late events, and events of which a copy came",
  ],
  "does not give what was there when a copy of it comes": [
    "gives what was recorded after a moment: late events, and events of which a copy came",
  ],
  "counts the copies that were there before": [
    "gives what was recorded after a moment: late events, and events of which a copy came",
  ],
  "finds actions by today's names alone": [
    "finds an action by today's name and by former ones, under whichever it was stored",
  ],
  "does not hear a signal": [
    "ends with the reason of its signal, before the first event and between two",
  ],
  "ends every reader by one signal": [
    "ends only the reader whose signal is aborted",
    "refuses options that cannot be meant, and names them",
  ],
  "refuses at once, and reads what was there at once": [
    "does nothing before the first event is asked for, and refuses only then",
  ],
  "cannot be read again after a reader stopped": [
    "lets a reader stop early, again and again, and loses nothing by it",
    "leaves a reader's own error as it is, and can be read again",
  ],
  "gives two readers of one iterable the same event": [
    "answers in the order of asking where a reader does not wait for an answer",
  ],
  "shows a reader nothing that is appended while it reads, and loses what comes before": [
    "gives a reader each event once, in order, while events come in before and behind it",
  ],
  "gives what it gave before": [
    "gives every reader events of its own: what one changes in them, no other sees",
  ],
  "gives events with parts in common": ["gives events that have no part in common"],
  "remembers a reading": ["leaves an event where it is when a copy of it comes late"],
  "gives a double again at the border of a page": [
    "gives a stream whole in both directions, over doubles at the borders of pages of 1",
    "gives a stream whole in both directions, over doubles at the borders of pages of 2",
    "gives a stream whole in both directions, over doubles at the borders of pages of 3",
    "gives as many events as are wanted over small pages, wherever the last one ends",
  ],
  "loses a stream that begins with a page": [
    "gives streams one after the other whose ends fall on the ends of pages",
  ],
  "loses the last event of a full page": [
    "gives a long stream whole, over ties and doubles",
    "gives two readers of one iterable nothing twice, and both together everything",
  ],
  "reads a fleet in the order of asking": [
    "gives the streams of a fleet one after the other by id, each once and no other",
    "gives the same part of every stream",
  ],
  "reads a hundred streams of a fleet": ["gives hundreds of streams whole, over doubles"],
  "has something in every stream": ["gives an empty stream for an entity without events"],
  "forgets the end of a page where no cursor is due": [
    "gives nothing of an empty workspace, whichever way it is read",
    "gives pages of a search with a cursor exactly where more follows",
    "finds the events of a workspace newest first, by timestamp, uid and id, each once",
  ],
};
