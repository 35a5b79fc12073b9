import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of order. */
export const caughtOfOrder: CaughtBy = {
  "gives events as they were appended": [
    "gives a stream by timestamp, then uid, in whatever order it was appended",
    "gives a late event at its place, recorded after those that follow it",
    "puts late events at their places: in front, in between and among equals",
    "gives events of half a century in order, appended as one list",
  ],
  "orders uids as a language does": [
    "gives a stream by timestamp, then uid, in whatever order it was appended",
    "orders events of one millisecond by the code units of their uids",
  ],
  "gives equals forward where it reads backward": [
    "orders a uid of each character that one may have",
    "gives a stream backward as exactly the reverse, conflicts included",
  ],
  "cannot read backward": [
    "gives backward the reverse of what it gives forward, whatever part is read",
  ],
  "orders ids by code unit": [
    "finds the newest first and the oldest first as the reverse of each other",
  ],
  "counts no copies": [
    "gives an event that was appended three times once, with its copies",
    "takes a draft that spells defaults out, or orders its keys otherwise, for the same event",
  ],
  "says of a copy that another delivery made it": ["gives a*2 of the appends aa"],
  "takes one uid of a stream for one event, whatever its timestamp": [
    "takes a uid with another timestamp for another event",
  ],
  "gives the last fact of a conflict first": [
    "keeps two facts under one uid, the one recorded first in front",
  ],
  "looks at metadata alone to tell facts apart": [
    "keeps what differs under one uid in any field, each fact with its own copies",
  ],
  "says that everything was recorded when it happened": [
    "gives a late event at its place, recorded after those that follow it",
  ],
};
