import { describe, expect, test } from "vitest";
import { faultsOfAppending } from "./faults/faults-of-appending.fixture.ts";
import { faultsOfIsolation } from "./faults/faults-of-isolation.fixture.ts";
import { faultsOfOrder } from "./faults/faults-of-order.fixture.ts";
import { faultsOfReading } from "./faults/faults-of-reading.fixture.ts";
import { faultsOfSearching } from "./faults/faults-of-searching.fixture.ts";
import { type Fault, faultyStore } from "./faults/faulty-store.fixture.ts";
import { storeContract } from "./store-contract.ts";
import { twoStores } from "./two-stores.ts";

/** What a store does wrong, and the cases that must see it. */
type CaughtBy = Readonly<Record<string, readonly string[]>>;

const caughtOfOrder: CaughtBy = {
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

const caughtOfAppending: CaughtBy = {
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

const caughtOfReading: CaughtBy = {
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

const caughtOfSearching: CaughtBy = {
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

const caughtOfIsolation: CaughtBy = {
  "gives all workspaces where it reads all streams": [
    "takes a uid in another stream or another workspace for another event",
    "goes on behind a hostile place as behind any text, and shows no other workspace",
  ],
  "takes the empty workspace for all": [
    "takes the empty workspace for one of its own, not for all",
    "refuses to read what is no id",
    "gives of the empty workspace what is in it, in every way of reading, and nothing of others",
  ],
  "takes a quote in a workspace for the end of a text": [
    "finds no event of any workspace by a hostile workspace",
  ],
  "has one workspace": ["keeps streams of one id in two workspaces apart"],
  "takes workspaces without their case": [
    "takes names of workspaces letter by letter: no case, space, form or pattern makes two one",
    "gives back hostile workspaces, each with its own events",
  ],
  "takes the first 1,000 characters of a text": [
    "gives back hostile actors as they were",
    "gives back hostile targets and contexts as they were",
    "gives back hostile stories and causes as they were",
    "gives back hostile values and keys of metadata as they were",
  ],
  "has streams of one name": [
    "orders a search among equals of many streams by uid, then id by code point",
    "gives all streams of a workspace, one after the other by id, each in its order",
  ],
  "takes an id for a pattern": [
    "finds every entity again, whatever its id looks like, and no other",
    "finds no stream by a hostile id, alone or among others",
  ],
  "takes a quote in a filter for its end": [
    "finds no event by a hostile actor, target, story or text",
  ],
  "takes a quote in a place for its end": ["gives back hostile uids, and goes on behind them"],
  "takes a name that no action has for all actions": [
    "refuses actions that the catalog does not have, whatever they look like",
  ],
  "writes metadata as columns": [
    "gives back every value that JSON can carry, under every name that a key can have",
  ],
};
const faults: Readonly<Record<string, Fault>> = {
  ...faultsOfOrder,
  ...faultsOfAppending,
  ...faultsOfReading,
  ...faultsOfSearching,
  ...faultsOfIsolation,
};
const caughtBy: CaughtBy = {
  ...caughtOfOrder,
  ...caughtOfAppending,
  ...caughtOfReading,
  ...caughtOfSearching,
  ...caughtOfIsolation,
};
const everyMemoryOfItsOwn = twoStores.map(({ name }) => name);

/** Gives the names of the cases that a store fails, each case with a store of its own. */
async function failuresOf(fault: Fault, names: readonly string[]): Promise<string[]> {
  const open = (options = {}) => faultyStore(fault, options);
  const failed: string[] = [];
  for (const { name, run } of storeContract)
    if (names.includes(name))
      await run({ store: open(), open, workspaceId: name }).catch(() => failed.push(name));
  return failed.sort();
}

describe("storeContract", () => {
  const names = storeContract.map(({ name }) => name);

  test("has a name for each case", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test("finds no fault in a store without one, but for that its memory is its own", async () => {
    expect(await failuresOf({}, names)).toEqual(everyMemoryOfItsOwn.toSorted());
  });

  test("has no case that no fault fails", () => {
    const seen = new Set([...Object.values(caughtBy).flat(), ...everyMemoryOfItsOwn]);
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
    expect(Object.keys(caughtBy).sort()).toEqual(Object.keys(faults).sort());
  });

  for (const [name, fault] of Object.entries(faults))
    test(`catches a store that ${name}`, async () => {
      const cases = caughtBy[name] ?? [];
      expect(cases.length).toBeGreaterThan(0);
      expect(await failuresOf(fault, cases)).toEqual([...cases].sort());
    });
});
