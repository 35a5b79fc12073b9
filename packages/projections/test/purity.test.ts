import { incident, maintenance, monitor, type Projection, replay } from "@audit/projections";
import { assertPure, deepFreeze, frozenStates } from "@audit/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyStream } from "./any-stream.ts";

const isFrozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isFrozen));

function purity<State>(projection: Projection<State>): void {
  describe(projection.name, () => {
    test("is pure on any stream: no clock, no randomness, nothing changed, nothing remembered", () => {
      fc.assert(
        fc.property(anyStream, ({ events }) => {
          assertPure(projection, events);
        }),
      );
    });

    test("begins frozen at every depth, and goes on where every state is", () => {
      expect(isFrozen(projection.initial)).toBe(true);
      fc.assert(
        fc.property(anyStream, ({ events }) => {
          const { state, report } = replay(frozenStates(projection), deepFreeze([...events]));
          expect(report.invalid).toEqual([]);
          expect(isFrozen(state)).toBe(true);
        }),
      );
    });
  });
}

purity(monitor);
purity(incident);
purity(maintenance);
