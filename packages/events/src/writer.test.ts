import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { catalog } from "./built-in-catalog.ts";
import { defineCatalog } from "./catalog.ts";
import { type AnyDraft, InvalidDraftError } from "./check-draft.ts";
import { createWriter, type WriterOptions } from "./writer.ts";

const noon = 1_750_000_000_000;
const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const writer = (options: WriterOptions = {}) =>
  createWriter(catalog, { now: () => noon, ...options });
// Safe: the writer checks every field of what it is given.
const complete = (draft: object) => writer().complete([draft as AnyDraft])[0];
const refusal = (draft: unknown): InvalidDraftError => {
  try {
    // Safe: as above.
    writer().complete([draft as AnyDraft]);
  } catch (error) {
    if (error instanceof InvalidDraftError) return error;
  }
  throw new Error("the draft was not refused");
};

describe("createWriter", () => {
  test("gives a draft of three fields all the others", () => {
    expect(complete(down)).toEqual({
      workspaceId: "",
      id: "monitor:1",
      uid: expect.stringMatching(/^[0-9a-z]{13}[A-Za-z0-9_-]{12}$/),
      action: "monitor.down",
      version: 1,
      metadata: { region: "gru" },
      timestamp: noon,
      actor: { id: "", name: "system", type: "system" },
      targets: [],
      outcome: "success",
      context: {},
      writer: expect.any(String),
      sequence: 1,
      previous: 0,
    });
  });

  test("keeps every field that the caller gives", () => {
    const given = {
      ...down,
      workspaceId: "acme",
      uid: "check-7",
      timestamp: noon - 5,
      actor: { id: "k1", name: "CI", type: "api_key", onBehalfOf: { id: "u1" } },
      targets: [{ id: "1", type: "monitor", name: "API" }],
      outcome: "denied",
      context: { ip: "10.0.0.1", userAgent: "curl", requestId: "r", traceId: "t" },
      correlationId: "c",
      causationId: "d",
    };
    expect(complete(given)).toMatchObject({
      ...given,
      actor: { ...given.actor, onBehalfOf: { id: "u1", name: "u1", type: "user" } },
    });
  });

  test("checks metadata of an older version against that version and stores it as given", () => {
    const old = {
      id: "incident:1",
      action: "incident.create",
      version: 1,
      metadata: { incidentId: 7 },
    };
    expect(complete(old)).toMatchObject({ version: 1, metadata: { incidentId: 7 } });
    expect(refusal({ ...old, version: 2 }).message).toContain("metadata.title must fit version 2");
    expect(refusal({ ...old, version: 3 }).message).toContain(
      'version must be a version of "incident.create", 1 to 2: current value is 3',
    );
  });

  test("shares nothing with the draft, and gives what nobody can change", () => {
    const metadata = { changes: [{ field: "url", from: "a", to: "b" }] };
    const event = complete({ id: "monitor:1", action: "monitor.update", metadata });
    metadata.changes[0] = { field: "url", from: "x", to: "y" };
    expect(event?.metadata).toEqual({ changes: [{ field: "url", from: "a", to: "b" }] });
    expect(() => Object.assign(event?.metadata as object, { changes: [] })).toThrow(TypeError);
  });

  test("drops undefined metadata keys", () => {
    const event = complete({ ...down, metadata: { region: "gru", statusCode: undefined } });
    expect(event?.metadata).toStrictEqual({ region: "gru" });
  });

  test("numbers events over all streams and remembers the last number of each stream", () => {
    const events = writer().complete([down, { ...down, id: "monitor:2" }, down]);
    expect(events.map(({ sequence, previous }) => [sequence, previous])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
  });

  test("says nothing of the last number once a stream may have been forgotten", () => {
    const { complete } = writer({ rememberedStreams: 1 });
    const numbers = complete([down, { ...down, id: "monitor:2" }, down]).map(
      ({ previous }) => previous,
    );
    expect(numbers).toEqual([0, 0, undefined]);
  });

  test("gives a retry of a caller's uid the place it had", () => {
    let now = noon;
    const w = writer({ now: () => now++ });
    const draft = { ...down, uid: "check-7" };
    const [first] = w.complete([draft]);
    w.complete([down]);
    expect(w.complete([draft])).toEqual([first]);
    expect(w.complete([{ ...draft, timestamp: first?.timestamp }])).toEqual([first]);
    expect(w.complete([{ ...draft, id: "monitor:2" }])[0]?.sequence).toBe(3);
    const [elsewhere] = w.complete([{ ...draft, timestamp: noon - 9 }]);
    expect(elsewhere).toMatchObject({ timestamp: noon - 9, sequence: 4, previous: 2 });
  });

  test("draws nothing random before it is used, and then has one name", () => {
    let draws = 0;
    const randomBytes = (count: number) => new Uint8Array(count).fill(++draws);
    const writer = createWriter(catalog, { randomBytes });
    expect(draws).toBe(0);
    const draft = { id: "monitor:1", action: "monitor.delete", metadata: {} } as const;
    const [first, second] = writer.complete([draft, draft]);
    expect([first?.writer, second?.writer]).toEqual([writer.name, writer.name]);
    expect(writer.name).toHaveLength(12);
  });

  test("gives none of a list with one invalid draft, names its index and uses up no number", () => {
    const w = writer();
    expect(() => w.complete([down, { ...down, id: "nobody" }])).toThrow(
      /^Cannot append 2 drafts as 1\.id must be an entity/,
    );
    expect(w.complete([down])[0]?.sequence).toBe(1);
  });

  test("never lets default timestamps go backwards, nor uids", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1e11, max: 1e13 }), { minLength: 2 }), (clock) => {
        const times = [...clock];
        const w = writer({ now: () => times.shift() ?? 0 });
        const events = clock.flatMap(() => w.complete([down]));
        const timestamps = events.map(({ timestamp }) => timestamp);
        const uids = events.map(({ uid }) => uid);
        expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
        expect(uids).toEqual([...new Set(uids)].sort());
      }),
    );
  });

  test("accepts deprecated actions, counts them and warns", () => {
    const ping = defineAction("monitor.ping")
      .version(1, z.strictObject({}))
      .deprecate("emit monitor.recovered instead");
    const w = createWriter(defineCatalog([ping]));
    const draft = { id: "monitor:1", action: "monitor.ping", metadata: {} };
    const [event] = w.complete([draft, draft]);
    expect(w.deprecated).toEqual(new Map([["monitor.ping", 2]]));
    expect(event && w.warningsOf(event)).toEqual([
      { path: "action", must: "not be emitted any more: emit monitor.recovered instead" },
    ]);
  });

  test.each(["rememberedStreams", "rememberedUids"])("refuses %s that is no number", (option) => {
    expect(() => writer({ [option]: Number.NaN })).toThrow(`${option} must be a whole number`);
  });

  test("refuses a clock that gives no number", () => {
    expect(() => writer({ now: () => Number.NaN }).complete([down])).toThrow(/clock must give/);
  });
});
