import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of appending. */
export const caughtOfAppending: CaughtBy = {
  "forgets targets": [
    "keeps what a draft said when it was appended, whatever is changed in it afterwards",
  ],
  "says that every actor is the system": [
    "gives back every field of what was appended",
    "keeps workspaces apart that share ids, uids, timestamps, actors and stories",
  ],
  "gives every event an actor": [
    "gives the defaults of a draft that has only an id, an action and metadata",
  ],
  "forgets the writer's numbers": [
    "does not take an id and a workspace for another pair that reads the same in a row",
  ],
  "says that nothing was before": [
    "gives an event that was appended again without a timestamp once, and misses nothing after it",
  ],
  "gives a list of receipts for one draft": [
    "gives a*2 of the appends a a",
    "gives a*3 of the appends a a a",
    "gives a b c d e f*2 of the appends a b c d e f f",
    "gives a*3 of the appends a aa",
  ],
  "gives receipts in another order": [
    "gives a*2 b of the appends ab a",
    "gives a b*2 of the appends ab b",
    "gives a*2 b*2 of the appends ab ab",
    "gives a*2 b*2 c of the appends ab abc",
    "gives a*2 b*2 of the appends ab ba",
    "gives a*3 b*2 c*3 of the appends abc cba ac",
    "gives a*4 b*4 of the appends aabb aabb",
    "gives a*2 b*2 c*2 of the appends c b a abc",
  ],
  "gives receipts without warnings": [
    "accepts what is larger than anyone will read, with a warning that names its place",
  ],
  "appends the valid drafts of a list and then refuses": [
    "appends nothing of a list with one invalid draft",
  ],
  "cannot append an empty list": [
    "gives one receipt for one draft and a list for a list, in its order",
    "appends nothing for an empty list, and uses up no number for it",
  ],
  "uses up a number for an empty list and for what it refuses": [
    "uses up no number for what it refuses, so that nothing seems to be missing",
  ],
  "takes anything for a list": [
    "refuses what is neither a draft nor a list of drafts, and appends nothing of it",
  ],
  "reads a draft a moment after append was called": [
    "keeps what a draft said when append was called, whatever is changed while it is under way",
  ],
  "writes the uid into the draft": ["takes frozen drafts, ids and options"],
  "freezes what it is given": [
    "keeps what it was given, whatever happens to the draft or to a result afterwards",
    "changes nothing of what it is given, and freezes nothing of it",
  ],
  "gives uids without an order": [
    "keeps the order of appending for events of one millisecond",
    "keeps the order of separate appends at one timestamp, without uids",
    "keeps all of many appends at once in many streams, each list in its order",
    "links the events of each stream without a gap, appended at once by one writer",
  ],
  "takes what is alike for the same": ["gives a hundred events of a search that names no limit"],
  "loses appends that come while another is under way": [
    "keeps all of many appends that run at once",
    "gives an event once that was appended many times at once",
    "takes appends without a uid for new events, however alike they are",
    "shows what was acknowledged before a reading began, while others append",
  ],
  "remembers no uid that it was given": [
    "gives a*2 b c d e f of the appends a b c d e f a",
    "gives a*2 b*2 c*2 of the appends a b c a b c",
    "gives a*2 b*2 c*2 of the appends a b c c b a",
    "gives a*2 b of the appends aba",
    "gives a b*2 of the appends b a b",
  ],
  "takes a uid of any characters": ["refuses a uid in which code units and bytes have two orders"],
  "takes text that UTF-8 cannot carry": [
    "refuses texts that UTF-8 cannot carry, wherever they stand, and appends nothing",
  ],
  "has a writer without a name": [
    "reads what a search found from its stream again",
    "gives back the hostile name of a writer",
  ],
};
