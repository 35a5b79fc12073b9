import { catalog, type RecordedEvent } from "@audit/events";
import {
  exportEvents,
  type ImportOptions,
  InterruptedImportError,
  InvalidLineError,
  importEvents,
} from "@audit/store/transfer";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidOptionError } from "../assert-option.ts";
import { collect } from "../contract/contract-case.ts";
import { MemoryEventStore } from "../memory-event-store.ts";
import type { TransferSource } from "./source-bytes.ts";

const secret = "s3cret";
const fields = {
  id: "monitor:1",
  timestamp: 1_700_000_000_000,
  uid: "u1",
  action: "monitor.down",
  version: 1,
  metadata: { region: "gru", message: secret },
};
const line = (change: object = {}) => `${JSON.stringify({ ...fields, ...change })}\n`;
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => line({ uid: `u${index}` })).join("");

async function importInto(source: TransferSource, options: Partial<ImportOptions> = {}) {
  const store = new MemoryEventStore();
  const report = await importEvents(store, source, { format: "ndjson", ...options });
  return { report, events: await collect(store.readRecorded()) };
}

async function failure(source: TransferSource, options: Partial<ImportOptions> = {}) {
  const error = await importInto(source, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof InterruptedImportError) return error;
  throw new Error("the import was not interrupted");
}

/** A store that fails at one of its appends, once. */
function failingStore(failsAt: number) {
  const memory = new MemoryEventStore();
  let calls = 0;
  return {
    memory,
    async appendRecorded(events: readonly RecordedEvent[]) {
      calls += 1;
      if (calls === failsAt) throw new Error("away");
      await memory.appendRecorded(events);
    },
  };
}

describe("importEvents", () => {
  test("keeps an event as it was given, and takes what it does not say for the usual", async () => {
    const { events, report } = await importInto([line()]);
    expect(events).toEqual([
      {
        ...fields,
        workspaceId: "",
        recordedAt: fields.timestamp,
        actor: { id: "", name: "system", type: "system" },
        targets: [],
        outcome: "success",
        context: {},
        copies: 1,
      },
    ]);
    expect(report).toEqual({
      events: 1,
      invalidLines: 0,
      checkpoint: { bytes: line().length, lines: 1 },
    });
  });

  test("keeps old versions and former names, which are read as ever", async () => {
    const store = new MemoryEventStore();
    const old = line({ action: "incident.created", version: 1, metadata: { incidentId: 7 } });
    await importEvents(store, [old], { format: "ndjson" });
    const [event] = await collect(store.readAll());
    expect(event).toMatchObject({
      known: true,
      action: "incident.create",
      version: 2,
      recordedAction: "incident.created",
      recordedVersion: 1,
    });
    const [chunk] = await collect(exportEvents(store, { format: "ndjson" }));
    expect(chunk).toContain('"action":"incident.created","version":1,"metadata":{"incidentId":7}');
  });

  test.each<[string, TransferSource]>([
    ["a text", line()],
    ["bytes", new TextEncoder().encode(line())],
    ["a list", [line()]],
    ["a web stream", new Blob([line()]).stream()],
    ["lone characters", line()],
    [
      "a byte order mark, carriage returns and empty lines",
      `\ufeff\r\n${line().trim()}\r\n\r\n  \n`,
    ],
    ["a last line without an ending", line().trim()],
  ])("reads %s", async (_, source) => {
    expect((await importInto(source)).report.events).toBe(1);
  });

  test("reads a character that two texts share, and refuses half of one", async () => {
    const text = line({ id: "monitor:😀" });
    const half = text.indexOf("\ud83d") + 1;
    const { events } = await importInto([text.slice(0, half), text.slice(half)]);
    expect(events[0]?.id).toBe("monitor:😀");
    const { message } = await failure([text.slice(0, half), text.slice(half + 1)]);
    expect(message).toContain("line 1 as it must be UTF-8");
  });

  test.each<[string, object | string, string]>([
    ["no JSON", `{"uid":"${secret}`, "line 1 as it must be JSON"],
    ["a list", `["${secret}"]`, "it must be an event, an object"],
    ["no id", { id: undefined }, "id must be there"],
    ["an empty uid", { uid: "" }, "uid must not be empty"],
    ["half a character", `{"id":"\\ud800"}`, "id must be well-formed Unicode"],
    ["no timestamp", { timestamp: undefined }, "timestamp must be there; recordedAt must be there"],
    [
      "seconds with a fraction",
      { timestamp: 1.5 },
      "timestamp must be a whole number of at most 2^53: current value is 1.5",
    ],
    [
      "a time that is text",
      { recordedAt: "now" },
      'recordedAt must be a whole number of at most 2^53: current value is "now"',
    ],
    ["no version", { version: undefined }, "version must be there"],
    ["version 0", { version: 0 }, "version must be at least 1: current value is 0"],
    ["version 2^31", { version: 2 ** 31 }, "version must be at most 2147483647"],
    ["metadata that is text", { metadata: secret }, "metadata must be an object"],
    [
      "deep metadata",
      { metadata: { a: JSON.parse("[".repeat(120) + "]".repeat(120)) } },
      "not nest deeper than 100 levels",
    ],
    ["an actor without an id", { actor: { name: secret } }, "actor.id must be a text"],
    [
      "an actor's name that would be lost",
      { actor: { id: "a", name: 5 } },
      "actor.name must be a text",
    ],
    [
      "a principal that would be lost",
      { actor: { id: "a", onBehalfOf: secret } },
      "actor.onBehalfOf must be an object",
    ],
    ["targets that are none", { targets: secret }, "targets must be a list"],
    [
      "a target without a type",
      { targets: [{ id: secret }] },
      "targets.0 must be an object with an id and a type",
    ],
    [
      "a field that no event has",
      { color: secret },
      "color must not be there: no event has such a field",
    ],
    ["an upcast event", { recordedVersion: 1 }, "recordedVersion must not be there"],
    [
      "a stored column that there is not",
      { stored: { colour: secret } },
      "stored.colour must not be there: no row has such a column",
    ],
    [
      "a stored column beside its field",
      { stored: { uid: "x" } },
      'stored.uid must not be there beside the field "uid"',
    ],
    ["a stored column of another type", { stored: { writer: 5 } }, "stored.writer must be a text"],
    [
      "a stored number that is text",
      { stored: { sequence: "9223372036854775807" } },
      "stored.sequence must be a whole number of at most 2^53",
    ],
    [
      "a number that would lose digits",
      `{"metadata":{"n":12345678901234567890}}`,
      "it must have no whole number past 2^53",
    ],
  ])("refuses a line with %s, naming it and no value of metadata", async (_, change, words) => {
    const { message, cause } = await failure(typeof change === "string" ? change : line(change));
    expect(message).toContain(words);
    expect(message).not.toContain(secret);
    expect(cause).toBeInstanceOf(InvalidLineError);
    expect(cause).toMatchObject({ code: "invalid_line", line: 1 });
  });

  test("lists all problems of a line, and of very many the first", async () => {
    const { cause } = await failure(line({ id: 5, uid: "", version: 0 }));
    expect(cause).toMatchObject({
      problems: [{ path: "id" }, { path: "uid" }, { path: "version" }],
    });
    const targets = Array.from({ length: 1000 }, () => ({}));
    expect((await failure(line({ targets }))).message).toMatch(/; and 980 more$/);
  });

  test("stops at a bad line, with what is before it in the store and where to go on", async () => {
    const store = new MemoryEventStore();
    const source = `${numbered(3)}{"bad"\n${line({ uid: "last" })}`;
    const error = await importEvents(store, source, { format: "ndjson" }).catch((error) => error);
    expect(error).toMatchObject({
      code: "import_interrupted",
      cause: { line: 4 },
      report: { events: 3, checkpoint: { bytes: numbered(3).length, lines: 3 } },
    });
    expect(await collect(store.readAll())).toHaveLength(3);
  });

  test("passes over bad lines when told to, counts them, and loses no other", async () => {
    const bad: number[] = [];
    const source = `nope\n${numbered(2)}${"x".repeat(600)}\n\n${line({ uid: "c" })}"end`;
    const { report, events } = await importInto(source, {
      maxLineBytes: 500,
      onInvalidLine: (error) => void bad.push(error.line),
    });
    expect(bad).toEqual([1, 4, 7]);
    expect(report).toMatchObject({ events: 3, invalidLines: 3 });
    expect(report.checkpoint).toEqual({ bytes: source.length, lines: 7 });
    expect(events.map(({ uid }) => uid)).toEqual(["c", "u0", "u1"]);
    expect((await importInto(source, { maxLineBytes: 500, onInvalidLine: "skip" })).report).toEqual(
      report,
    );
  });

  test("ends where the one who is told of a bad line throws", async () => {
    const reason = new Error("enough");
    const error = await failure(`${numbered(2)}nope\n${numbered(1)}`, {
      onInvalidLine: () => Promise.reject(reason),
    });
    expect(error.cause).toBe(reason);
    expect(error.report).toMatchObject({ events: 2, invalidLines: 1 });
  });

  test("puts events into another workspace when told to", async () => {
    const store = new MemoryEventStore();
    const odd = line({ uid: "odd", metadata: undefined, stored: { metadata: "{" } });
    await importEvents(store, line({ workspaceId: "acme" }) + odd, {
      format: "ndjson",
      workspaceId: "copy",
    });
    const events = await collect(store.readRecorded({ workspaceId: "copy" }));
    expect(events.map(({ workspaceId, raw }) => [workspaceId, raw?.workspace_id])).toEqual([
      ["copy", "copy"],
      ["copy", undefined],
    ]);
  });

  test("takes any action as it is, unless a catalog is to understand it", async () => {
    const source = line({ action: "site.open" }) + line({ metadata: { region: 5, key: secret } });
    expect((await importInto(source)).report.events).toBe(2);
    const told: InvalidLineError[] = [];
    const onInvalidLine = (error: InvalidLineError) => void told.push(error);
    const { report } = await importInto(source + line(), { catalog, onInvalidLine });
    expect(report).toMatchObject({ events: 1, invalidLines: 2 });
    expect(told[0]?.message).toBe(
      'Cannot import line 1 as it must be understood by the catalog: no action of this catalog is called "site.open"',
    );
    expect(told[1]?.message).toContain("be understood by the catalog: metadata.region");
    expect(told[1]?.message).not.toContain(secret);
  });

  test("tells each part that the store has acknowledged, and is waited for", async () => {
    const told: unknown[] = [];
    let isBusy = false;
    await importInto(numbered(5), {
      batchSize: 2,
      async onProgress({ events, checkpoint }) {
        expect(isBusy).toBe(false);
        isBusy = true;
        await Promise.resolve();
        isBusy = false;
        told.push([events, checkpoint.lines]);
      },
    });
    expect(told).toEqual([
      [2, 2],
      [4, 4],
      [5, 5],
    ]);
  });

  test("goes on from a checkpoint wherever it broke, and has everything once", async () => {
    const law = fc.asyncProperty(
      fc.constantFrom("ndjson" as const, "csv" as const, "cloudevents-batch" as const),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      async (format, count, batchSize, failsAt) => {
        const from = new MemoryEventStore();
        await importEvents(from, numbered(count), { format: "ndjson" });
        const text = (await collect(exportEvents(from, { format }))).join("");
        const store = failingStore(failsAt);
        const options = { format, batchSize };
        const broken = await importEvents(store, text, options).catch((error: unknown) => error);
        if (broken instanceof InterruptedImportError) {
          const { checkpoint, events } = broken.report;
          const rest = await importEvents(store, text, { ...options, checkpoint });
          expect(events + rest.events).toBe(count);
        }
        expect(await collect(store.memory.readRecorded())).toEqual(
          await collect(from.readRecorded()),
        );
        const copies = (await collect(store.memory.readAll())).map((event) => event.copies);
        expect(copies).toEqual(Array.from({ length: count }, () => 1));
      },
    );
    await fc.assert(law);
  });

  test.each([
    ["of another source", { bytes: 7, lines: 0 }],
    ["behind the end", { bytes: 70_000, lines: 2 }],
    ["with other lines", { bytes: line().length, lines: 0 }],
  ])("refuses a checkpoint %s", async (_, checkpoint) => {
    const { cause } = await failure(line() + line({ uid: "b" }), { checkpoint });
    expect(cause).toBeInstanceOf(InvalidOptionError);
    expect(cause).toMatchObject({ option: "checkpoint" });
  });

  test("ends with the source's error, and says what is in", async () => {
    const reason = new Error("disk");
    async function* source() {
      yield numbered(3);
      yield "{";
      throw reason;
    }
    const error = await failure(source(), { batchSize: 2 });
    expect(error.cause).toBe(reason);
    expect(error.report.events).toBe(2);
  });

  test("ends at once when its signal does, though the source gives nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    let isClosed = false;
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          queueMicrotask(() => controller.abort(reason));
          return new Promise(() => {});
        },
        return: async () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const error = await failure(source, { signal: controller.signal });
    expect(error.cause).toBe(reason);
    expect(isClosed).toBe(true);
    expect((await failure(line(), { signal: AbortSignal.abort(reason) })).cause).toBe(reason);
  });

  test.each<[string, object]>([
    ["format", { format: "xml" }],
    ["workspaceId", { workspaceId: 5 }],
    ["workspaceId", { workspaceId: "\ud800" }],
    ["onInvalidLine", { onInvalidLine: "ignore" }],
    ["onProgress", { onProgress: 5 }],
    ["catalog", { catalog: {} }],
    ["checkpoint", { checkpoint: { bytes: -1, lines: 0 } }],
    ["checkpoint", { checkpoint: { bytes: 0, lines: 1 } }],
    ["signal", { signal: {} }],
    ["maxLineBytes", { maxLineBytes: 0 }],
    ["batchSize", { batchSize: 1.5 }],
  ])("refuses a wrong %s before it reads anything", async (option, wrong) => {
    // Safe: what is tested is what a caller without types may give.
    const options = { format: "ndjson", ...wrong } as ImportOptions;
    const result = importEvents(new MemoryEventStore(), [line()], options);
    await expect(result).rejects.toMatchObject({ code: "invalid_option", option });
  });

  test.each([5, null, undefined, {}])("refuses %j as a source", async (source) => {
    // Safe: as above.
    const result = importInto(source as unknown as TransferSource);
    await expect(result).rejects.toMatchObject({ code: "invalid_option", option: "source" });
  });

  test("refuses a source that gives neither texts nor bytes", async () => {
    // Safe: as above.
    const { cause } = await failure([5] as unknown as TransferSource);
    expect(cause).toMatchObject({ option: "source" });
  });

  test("is typed by its options", () => {
    expectTypeOf(importEvents).parameter(2).toEqualTypeOf<ImportOptions>();
    // @ts-expect-error there is no such format
    const options: ImportOptions = { format: "xml" };
    expect(options).toBeDefined();
  });
});
