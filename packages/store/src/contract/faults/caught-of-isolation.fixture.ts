import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of isolation. */
export const caughtOfIsolation: CaughtBy = {
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
