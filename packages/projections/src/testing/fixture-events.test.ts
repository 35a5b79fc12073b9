import {
  type AuditEvent,
  type BuiltInAction,
  defineAction,
  defineCatalog,
  incidentCreate,
  monitorDown,
} from "@audit/events";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { anyStream } from "../../test/any-stream.ts";
import { clock } from "./clock.ts";
import { at, recorded } from "./entry.ts";
import { fixtureEvents } from "./fixture-events.ts";
import { fixtureText } from "./fixture-text.ts";
import { InvalidFixtureError } from "./invalid-fixture-error.ts";
import { stream } from "./stream.ts";

const line = (fields: object) =>
  JSON.stringify({
    id: "monitor:1",
    action: "monitor.down",
    timestamp: "10:00",
    metadata: { region: "gru" },
    ...fields,
  });

describe("fixtureEvents", () => {
  test("gives what `stream` gives for the same timeline", () => {
    const text = [
      "\uFEFF",
      line({}),
      "",
      `${line({ timestamp: clock("10:01"), recordedAt: "10:20", actor: { id: "ada" } })}\r`,
      line({
        id: "incident:7",
        action: "incident.created",
        version: 1,
        metadata: { incidentId: 5 },
      }),
      line({ timestamp: "2026-01-05T10:02:00Z" }),
    ].join("\n");
    const monitor = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }),
      at("10:01", monitorDown, { region: "gru" }, { recordedAt: "10:20", actor: { id: "ada" } }),
      at("10:02", monitorDown, { region: "gru" }),
    ]);
    const incident = stream("incident:7", [
      recorded("10:00", "incident.created", 1, { incidentId: 5 }),
    ]);
    const events = fixtureEvents(text);
    expect(events).toEqual([monitor[0], monitor[1], incident[0], monitor[2]]);
    expect(Object.isFrozen(events[0]?.targets)).toBe(true);
    expectTypeOf(events).toEqualTypeOf<AuditEvent<BuiltInAction>[]>();
  });

  test("types its events by the catalog", () => {
    const doorOpen = defineAction("door.open").version(1, z.strictObject({ by: z.string() }));
    const catalog = defineCatalog([doorOpen]);
    const [event] = fixtureEvents(
      line({ id: "door:1", action: "door.open", metadata: { by: "ada" } }),
      { catalog },
    );
    if (!event?.known) throw new Error("it is known");
    expectTypeOf(event.metadata.by).toEqualTypeOf<string>();
    expect(event.metadata.by).toBe("ada");
  });

  test.each([
    ["{", "it must be JSON: current value is 1 characters that are none"],
    ["[]", "it must be an object: current value is a list"],
    [line({ timestmap: 1 }), 'every key must be a field of an event: current value is "timestmap"'],
    [line({ toString: 1 }), 'every key must be a field of an event: current value is "toString"'],
    [line({ timestamp: "10:3" }), "timestamp must be whole ms since the epoch"],
    [line({ timestamp: "2026-13-05T10:02:00Z" }), "timestamp must be whole ms since the epoch"],
    [line({ timestamp: 0.5 }), "current value is 0.5"],
    [line({ timestamp: undefined }), "timestamp must be there: current value is undefined"],
    [line({ id: "" }), 'id must be text that is not empty: current value is ""'],
    [line({ actor: "ada" }), 'actor must be an actor with an id: current value is "ada"'],
    [line({ targets: [{}] }), "targets must be a list of targets"],
    [line({ copies: 0 }), "copies must be a whole number from 1: current value is 0"],
    [line({ metadata: undefined }), "metadata must be there"],
    [
      line({ action: "monitor.teleport" }),
      'no action of this catalog is called "monitor.teleport"',
    ],
    [line({ metadata: { region: 5 } }), 'or "known" be false: current value is '],
    [line({ known: false }), "recordedAction must be there"],
  ])("names line and field of %s", (wrong, message) => {
    const read = () => fixtureEvents(`${line({})}\n\n${wrong}\n`);
    expect(read).toThrow(InvalidFixtureError);
    expect(read).toThrow(/^Cannot make line 3 of the fixture as /);
    expect(read).toThrow(message);
  });

  test("names every line that is wrong, and the file by its name", () => {
    const read = () => fixtureEvents(`?\n${line({})}\n{}\n!`, { name: "outage.ndjson" });
    expect(read).toThrow(/^Cannot make line 1 of outage.ndjson .*; wrong as well: line 3, 4$/);
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ line: 1 }, { line: 3 }, { line: 4 }] });
    }
    expect(() => fixtureEvents("?\n".repeat(20))).toThrow(/line 2, .*11 and 9 more$/);
  });

  test("quotes no metadata", () => {
    const wrong = line({ metadata: { region: { secret: 1 } } });
    expect(() => fixtureEvents(wrong)).not.toThrow("secret");
    expect(() => fixtureEvents(`${wrong}}`)).not.toThrow("secret");
  });

  test("refuses what is no text", () => {
    // @ts-expect-error a file's bytes are no text
    expect(() => fixtureEvents(new Uint8Array())).toThrow("it must be text");
  });
});

describe("fixtureText", () => {
  test("writes what is read back as the same events, unknown and upcast ones included", () => {
    fc.assert(
      fc.property(anyStream, ({ events }) => {
        expect(fixtureEvents(fixtureText(events))).toEqual(events);
      }),
    );
  });

  test("keeps what the schema does not know", () => {
    const events = stream("monitor:1", [
      recorded("10:00", "monitor.failed", 1, { region: "gru", mood: "bad" }),
      at("10:01", incidentCreate, { title: "x", severity: "minor", monitors: [] }),
    ]);
    expect(events[0]).toHaveProperty("extra");
    expect(fixtureEvents(fixtureText(events))).toEqual(events);
    expect(fixtureText([])).toBe("");
  });
});
