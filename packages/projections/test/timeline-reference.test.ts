import { notificationSent } from "@audit/events";
import { incident, maintenance, monitor, type Projection, timeline } from "@audit/projections";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stateChanges } from "../src/state-changes.ts";
import { board } from "./any-board.ts";
import { anyStream } from "./any-stream.ts";
import { slowChanges } from "./slow-changes.ts";
import { slowGroups, slowMoments } from "./slow-moments.ts";

/** Nothing of its own kind is left out: names as those of methods, absent, empty, of changing kind. */
const key = fc.constantFrom("a", "b", "constructor", "toString", "c.d");
const leaf = fc.constantFrom(0, -0, 1, Number.NaN, "x", "", true, null, undefined);
const states = fc.letrec((tie) => ({
  state: fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 3, arbitrary: fc.dictionary(key, tie("state"), { maxKeys: 3 }) },
  ),
})).state;
/** Of two states the second is mostly the first with something else in it. */
const object = fc.dictionary(key, states, { minKeys: 1, maxKeys: 4 });
const pair = fc
  .tuple(object, object, fc.boolean())
  .map(([from, to, isNear]) => [from, isNear ? { ...from, ...to } : to] as const);

describe("stateChanges", () => {
  test("gives what a look at each key of both states gives, in that order", () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        expect(stateChanges(from, to)).toEqual(slowChanges(from, to));
      }),
      { numRuns: 500 },
    );
  });
});

const fragile = incident.on(notificationSent, () => {
  throw new RangeError("no");
});

function isAsSlow<State>(what: string, projection: Projection<State>): void {
  describe(`timeline of ${what}`, () => {
    test("gives of each event what a replay of all up to it gives", () => {
      fc.assert(
        fc.property(anyStream, ({ once }) => {
          const moments = timeline(projection, once, { burst: false, idle: false });
          const facts = moments.map(({ kind, sentence, ...rest }) => {
            expect([kind, typeof sentence]).toEqual(["event", "string"]);
            return rest;
          });
          expect(facts).toEqual(slowMoments(projection, once));
        }),
        { numRuns: 50 },
      );
    });

    test("forms the groups that a look at each list of neighbours forms", () => {
      fc.assert(
        fc.property(anyStream, fc.constantFrom(0, 60_000, 600_000), ({ once }, burst) => {
          const groups = timeline(projection, once, { burst }).map((moment) => ({
            kind: moment.kind,
            uids: (moment.kind === "event" ? [moment] : moment.members).map(
              ({ event }) => event.uid,
            ),
          }));
          expect(groups).toEqual(slowGroups(slowMoments(projection, once), burst));
        }),
        { numRuns: 50 },
      );
    });
  });
}

isAsSlow("monitor", monitor);
isAsSlow("incident", incident);
isAsSlow("maintenance", maintenance);
isAsSlow("a fragile incident", fragile);
isAsSlow("board", board("board", false));
