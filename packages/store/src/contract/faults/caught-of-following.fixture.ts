import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of following. */
export const caughtOfFollowing: CaughtBy = {
  "follows every workspace": [
    "follows what is there and what comes, each once, of one workspace, by when it was recorded",
  ],
  "ends when it has given what was there": [
    "follows what is there and what comes, each once, of one workspace, by when it was recorded",
    "follows from now on when it is not told where to begin",
    "gives an event that is delivered again once, within the window and long after",
    "gives both facts of a conflict, also when the second comes long after",
    "ends a tail with the reason of its signal, at once",
  ],
  "gives the events of a poll newest first": [
    "follows what is there and what comes, each once, of one workspace, by when it was recorded",
    "goes on behind every checkpoint with exactly what comes after it",
  ],
  "gives events without a look at the catalog": [
    "follows what is there and what comes, each once, of one workspace, by when it was recorded",
    "gives both facts of a conflict, also when the second comes long after",
  ],
  "begins at the beginning": ["follows from now on when it is not told where to begin"],
  "begins now, wherever it is told to": [
    "goes on behind every checkpoint with exactly what comes after it",
  ],
  "follows every action": [
    "follows the actions that are asked for, under any name they were stored",
  ],
  "follows actions by today's names alone": [
    "follows the actions that are asked for, under any name they were stored",
  ],
  "gives an event again with each copy of it": [
    "gives an event that is delivered again once, within the window and long after",
  ],
  "gives again what is in its window": [
    "follows what is there and what comes, each once, of one workspace, by when it was recorded",
    "follows the actions that are asked for, under any name they were stored",
    "gives an event that is delivered again once, within the window and long after",
    "gives both facts of a conflict, also when the second comes long after",
    "goes on behind every checkpoint with exactly what comes after it",
    "goes on behind a moment with what was recorded later",
  ],
  "counts the copies of an event": [
    "gives an event that is delivered again once, within the window and long after",
  ],
  "takes a uid for an event, whatever it says": [
    "gives both facts of a conflict, also when the second comes long after",
  ],
  "skips the first event behind a checkpoint": [
    "goes on behind every checkpoint with exactly what comes after it",
  ],
  "gives the event again that a checkpoint came with": [
    "goes on behind every checkpoint with exactly what comes after it",
  ],
  "gives one checkpoint for all that a poll finds": [
    "goes on behind every checkpoint with exactly what comes after it",
  ],
  "begins with what was recorded at the moment": [
    "goes on behind a moment with what was recorded later",
  ],
  "skips what was recorded a moment later": [
    "goes on behind a moment with what was recorded later",
  ],
  "ends by its signal without the reason": ["ends a tail with the reason of its signal, at once"],
  "ends by its signal as if there was no more": [
    "ends a tail with the reason of its signal, at once",
  ],
  "refuses a tail at once": ["refuses a tail that cannot be, and names the option"],
  "gives nothing where it must refuse to follow": [
    "refuses a tail that cannot be, and names the option",
  ],
};
