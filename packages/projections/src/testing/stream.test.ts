import { defineAction, defineCatalog, incidentCreate, monitorDown } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { clock } from "./clock.ts";
import { again, at, recorded } from "./entry.ts";
import { InvalidFixtureError } from "./invalid-fixture-error.ts";
import { stream } from "./stream.ts";

describe("stream", () => {
  test("gives whole events, frozen at every depth", () => {
    const [event] = stream("monitor:1", [at("10:00", monitorDown, { region: "gru" })]);
    expect(event).toEqual({
      workspaceId: "",
      id: "monitor:1",
      uid: "monitor:1#0001",
      timestamp: clock("10:00"),
      recordedAt: clock("10:00"),
      actor: { id: "", name: "system", type: "system" },
      targets: [],
      outcome: "success",
      context: {},
      copies: 1,
      recordedAction: "monitor.down",
      recordedVersion: 1,
      known: true,
      action: "monitor.down",
      version: 1,
      metadata: { region: "gru" },
    });
    expect(Object.isFrozen(event?.known && event.metadata)).toBe(true);
  });

  test("takes what an entry says of itself", () => {
    const [event] = stream(
      "monitor:1",
      [
        at(
          "10:00",
          monitorDown,
          { region: "gru" },
          { actor: { id: "ada" }, recordedAt: "10:20", uid: "mine", outcome: "failure" },
        ),
      ],
      { workspaceId: "acme" },
    );
    expect(event).toMatchObject({
      workspaceId: "acme",
      actor: { id: "ada", name: "ada", type: "user" },
      recordedAt: clock("10:20"),
      uid: "mine",
      outcome: "failure",
    });
  });

  test("gives equal streams for equal entries", () => {
    const make = () => stream("monitor:1", [at("10:00", monitorDown, { region: "gru" }), again()]);
    expect(make()).toEqual(make());
  });

  test("leaves the literals it is made of alone", () => {
    const metadata = { title: "x", severity: "minor" as const, monitors: ["monitor:1"] };
    stream("incident:7", [at("10:00", incidentCreate, metadata)]);
    expect(Object.isFrozen(metadata.monitors)).toBe(false);
  });

  test("checks metadata when compiling and when running", () => {
    // @ts-expect-error region is text
    const wrong = at("10:00", monitorDown, { region: 5 });
    expect(() => stream("monitor:1", [wrong])).toThrow(InvalidFixtureError);
    expect(() => stream("monitor:1", [wrong])).toThrow(
      'Cannot make entry 1 of stream "monitor:1" as its metadata must fit version 1 of "monitor.down"',
    );
    // @ts-expect-error the shape of version 1 is not the latest
    at("10:00", incidentCreate, { incidentId: 5 });
  });

  test("reads what a store holds: old versions, former names, and what nobody knows", () => {
    const [old, strange] = stream("monitor:1", [
      recorded("10:00", "incident.created", 1, { incidentId: 5 }),
      recorded("10:01", "monitor.teleport", 1, { to: "mars" }),
    ]);
    expect(old).toMatchObject({ action: "incident.create", version: 2, recordedVersion: 1 });
    expect(strange).toMatchObject({ known: false, reason: "action_unknown" });
  });

  test("reads with another catalog", () => {
    const doorOpen = defineAction("door.open").version(1, z.strictObject({ by: z.string() }));
    const [event] = stream("door:1", [recorded("10:00", "door.open", 1, { by: "ada" })], {
      catalog: defineCatalog([doorOpen]),
    });
    expect(event).toMatchObject({ known: true, metadata: { by: "ada" } });
  });

  test("delivers the event before once more, also of an action of its own", () => {
    const doorOpen = defineAction("door.open").version(1, z.strictObject({}));
    const [first, second] = stream("door:1", [
      at("10:00", doorOpen, {}),
      again({ recordedAt: "10:20" }),
    ]);
    expect(second).toEqual({ ...first, recordedAt: clock("10:20") });
  });

  test("refuses a double of nothing", () => {
    expect(() => stream("monitor:1", [again()])).toThrow("again() must follow an event");
  });
});
