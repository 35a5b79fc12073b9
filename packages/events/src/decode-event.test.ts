import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyEvent, understoodEvent } from "./arbitrary-event.fixture.ts";
import { catalog } from "./built-in-catalog.ts";
import { recorded } from "./recorded.fixture.ts";

describe("decodeEvent", () => {
  test("gives the same of an event whether it has a field of its own or not", () => {
    const numbers = { writer: "w", sequence: 5, previous: 4 };
    const withNumbers = fc
      .tuple(fc.oneof(understoodEvent, anyEvent), fc.boolean())
      .map(([event, has]) => (has ? { ...event, ...numbers } : event));
    fc.assert(
      fc.property(withNumbers, (event) => {
        const decoded = catalog.decode(event);
        // With a field that nobody knows it is not of the form that most are, and every field is carried over.
        const carried = { ...catalog.decode({ ...event, raw: event.raw ?? {}, ...{ own: 1 } }) };
        Reflect.deleteProperty(carried, "own");
        if (!decoded.known) Reflect.set(carried, "raw", decoded.raw);
        expect(carried).toStrictEqual({ ...decoded });
        expect(Object.isFrozen(decoded)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("gives no field that a store has left out", () => {
    const { copies: _, ...without } = recorded("monitor.down", { region: "gru" });
    const odd = { ...without, writer: "w", sequence: 1, previous: 0, color: "red" };
    // Safe: what a store of somebody else may give, against the types.
    const event = catalog.decode(odd as unknown as Parameters<typeof catalog.decode>[0]);
    expect(Object.keys(event)).toContain("color");
    expect(Object.keys(event)).not.toContain("copies");
  });
});
