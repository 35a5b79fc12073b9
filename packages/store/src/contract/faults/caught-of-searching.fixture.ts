import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of searching. */
export const caughtOfSearching: CaughtBy = {
  "begins every page at the beginning": [
    "goes on from a page and from receipts that were changed as if they were not",
  ],
  "finds every actor": [
    "finds by action, actor, target, story, outcome and time, and by all of them at once",
  ],
  "finds every story": ["finds hostile actors, targets, stories and texts again, and no other"],
  "finds every outcome": ["refuses a search that cannot be meant, and names the option"],
  "finds every text": ["finds a part of the metadata as JSON text, as it is and as JSON writes it"],
  "counts pages by events": [
    "skips nothing and gives nothing twice when late events and doubles come in between pages",
    "moves a cursor for nothing that is appended: before it, behind it or at its place",
  ],
  "uses a cursor up": [
    "gives many readers at once what it gives each alone",
    "finds over small pages what it finds over one, whatever the limit",
    "gives the same page for the same cursor, again and again",
    "gives the rest of a search that was going on when its matches were all there were",
  ],
  "takes a cursor for the number of events that a page has": [
    "shows a late event to who reads again, not to who goes on behind its place",
    "takes a cursor with the options that it was given for, and no other text",
    "goes on from a cursor with another limit, in small steps and large ones",
  ],
  "trusts the workspace that a cursor names": [
    "takes a cursor for no other search: whichever option differs, it is refused",
    "shows nothing through a cursor that was tampered with that its options would not show",
  ],
};
