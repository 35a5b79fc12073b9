import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of completeness. */
export const caughtOfCompleteness: CaughtBy = {
  "counts the numbers of one workspace": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "counts the numbers of one stream of each workspace": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "counts nothing at the first moment of a window": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "counts nothing at the last moment of a window": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "counts every event once, however often it was delivered": [
    "counts an event that was delivered again as a copy, not as another one",
  ],
  "expects a number less": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "takes a writer's last number for its first": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "finds a gap behind the last number": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "does not know what is newest": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "tells in seconds when the newest event was recorded": [
    "finds every number of a writer in a window, over workspaces and streams",
  ],
  "takes a copy for another event": [
    "counts an event that was delivered again as a copy, not as another one",
  ],
  "takes a copy for a number that is missing": [
    "counts an event that was delivered again as a copy, not as another one",
  ],
  "does not look at a spool": [
    "tells how deep a spool is, and that it is not complete until that is sent",
  ],
  "takes what waits in a spool for sent": [
    "tells how deep a spool is, and that it is not complete until that is sent",
  ],
  "says that it cannot know a spool that it was given": [
    "tells how deep a spool is, and that it is not complete until that is sent",
  ],
  "takes nothing at all for incomplete": [
    "tells how deep a spool is, and that it is not complete until that is sent",
  ],
  "takes an event of 1970 for the newest where there is none": [
    "tells how deep a spool is, and that it is not complete until that is sent",
  ],
  "looks at what is not visible yet": [
    "looks at the day before one visibility lag ago when it is not told where",
  ],
  "looks at an hour": ["looks at the day before one visibility lag ago when it is not told where"],
  "does not say what is not visible yet": [
    "looks at the day before one visibility lag ago when it is not told where",
  ],
  "does not hear a signal where it counts": [
    "refuses to count what cannot be counted, and names the option",
  ],
  "takes the bounds of a window in any order": [
    "refuses to count what cannot be counted, and names the option",
  ],
  "lists any number of writers": ["refuses to count what cannot be counted, and names the option"],
  "counts the day before where it must refuse": [
    "refuses to count what cannot be counted, and names the option",
  ],
};
