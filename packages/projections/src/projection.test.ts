import { defineAction, incidentCreate, incidentResolve, monitorDown } from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineProjection, InvalidProjectionError, type Projection } from "./projection.ts";
import { at, stream } from "./testing.ts";

type Door = { readonly phase: "open"; readonly since: number } | { readonly phase: "closed" };

const door = defineProjection<Door>("door", { revision: 1, initial: { phase: "closed" } });

describe("defineProjection", () => {
  test("types the event by its action and the state by the type argument", () => {
    const both = door
      .on(monitorDown, (state, event) => {
        expectTypeOf(state).toEqualTypeOf<Door>();
        expectTypeOf(event.action).toEqualTypeOf<"monitor.down">();
        expectTypeOf(event.metadata.region).toEqualTypeOf<string>();
        return { phase: "open", since: event.timestamp };
      })
      .on(incidentCreate, (_state, { metadata }) => {
        expectTypeOf(metadata.severity).toEqualTypeOf<"minor" | "major" | "critical">();
        return { phase: "closed" };
      });
    expectTypeOf(both).toEqualTypeOf<Projection<Door>>();
  });

  test("refuses a state of another shape when compiling", () => {
    // @ts-expect-error Type '"ajar"' is not assignable to type '"open" | "closed"'
    door.on(monitorDown, () => ({ phase: "ajar" }));
    // @ts-expect-error Property 'since' is missing
    door.on(monitorDown, () => ({ phase: "open" }));
    // @ts-expect-error Type '"ajar"' is not assignable to type '"open" | "closed"'
    defineProjection<Door>("door", { revision: 1, initial: { phase: "ajar" } });
    // @ts-expect-error Property 'title' does not exist on the metadata of monitor.down
    door.on(monitorDown, (state, { metadata }) => (metadata.title ? state : state));
  });

  test("takes actions of any program", () => {
    const doorOpen = defineAction("door.open").version(1, z.strictObject({ by: z.string() }));
    const who = defineProjection<string>("who", { revision: 1, initial: "" }).on(
      doorOpen,
      (_state, { metadata }) => metadata.by,
    );
    const [event] = stream("door:1", [at("10:00", doorOpen, { by: "ada" })]);
    expect(event?.known && who.evolve("", event)).toBe("ada");
  });

  test("gives a new, frozen projection at each step and leaves the one before as it was", () => {
    const more = door.on(monitorDown, (state) => state).on(incidentResolve, (state) => state);
    expect(door.actions).toEqual([]);
    expect(more.actions).toEqual(["monitor.down", "incident.resolve"]);
    for (const value of [door, more, more.actions, more.startActions, more.initial])
      expect(Object.isFrozen(value)).toBe(true);
  });

  test("evolves by the actions it handles and by no other", () => {
    const opened = door.on(monitorDown, (_state, { timestamp }) => ({
      phase: "open",
      since: timestamp,
    }));
    const [down, resolved] = stream("monitor:1", [
      at(5, monitorDown, { region: "gru" }),
      at(6, incidentResolve, {}),
    ]);
    if (!down?.known || !resolved?.known) throw new Error("fixture");
    expect(opened.evolve(opened.initial, down)).toEqual({ phase: "open", since: 5 });
    expect(opened.evolve(opened.initial, resolved)).toBe(opened.initial);
    expect(opened.handles("monitor.down")).toBe(true);
    expect(opened.handles("constructor")).toBe(false);
  });

  test("knows the former names of the actions that streams start with", () => {
    expect(door.startsWith(incidentCreate).startActions).toEqual([
      "incident.create",
      "incident.created",
    ]);
    expect(
      door.startsWith(incidentCreate, monitorDown).startsWith(monitorDown).startActions,
    ).toEqual(["incident.create", "incident.created", "monitor.down", "monitor.failed"]);
  });

  test("refuses one action twice", () => {
    const once = door.on(monitorDown, (state) => state);
    expect(() => once.on(monitorDown, (state) => state)).toThrow(
      'Cannot define projection "door" as each action must be handled once: current value is a second .on("monitor.down")',
    );
  });

  test.each([0, 1.5, -1, Number.NaN])("refuses %d as revision", (revision) => {
    expect(() => defineProjection<number>("door", { revision, initial: 0 })).toThrow(
      `as its revision must be a whole number from 1: current value is ${revision}`,
    );
  });

  test("refuses an empty name", () => {
    const define = () => defineProjection<number>("", { revision: 1, initial: 0 });
    expect(define).toThrow(InvalidProjectionError);
    expect(define).toThrow(expect.objectContaining({ code: "invalid_projection" }));
  });
});
