import fc from "fast-check";
import { expect, test } from "vitest";
import { evolveWith } from "./evolve-with.ts";
import type { AnyKnownEvent, Evolve } from "./projection.ts";

const names = ["a", "b", "c", "d", "e", "f"];
const step = (name: string): Evolve<string, AnyKnownEvent> => {
  return (state, { uid }) => `${state} ${name}:${uid}`;
};

test("takes the step of each action, however many there are and in whatever order they come", () => {
  const events = fc.array(fc.constantFrom(...names, "other", ""), { maxLength: 30 });
  fc.assert(
    fc.property(fc.subarray(names), events, (handled, actions) => {
      const evolve = evolveWith(new Map(handled.map((name) => [name, step(name)])));
      // Safe: what is handed on to the steps, which read the uid alone.
      const event = (action: string, at: number) => ({ action, uid: `${at}` }) as AnyKnownEvent;
      const state = actions.reduce((before, action, at) => evolve(before, event(action, at)), "");
      const expected = actions.flatMap((action, at) =>
        handled.includes(action) ? [` ${action}:${at}`] : [],
      );
      expect(state).toBe(expected.join(""));
    }),
  );
});
