import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fetchTransport, TinybirdEventStore } from "../../src/index.ts";
import { openTelemetry } from "../../src/opentelemetry.ts";
import { openSpool } from "../../src/spool.ts";
import { startEmbedded } from "../embedded.ts";
import { answer, type Behaviour, closeServers, type Faulty, serve } from "../faulty-server.ts";
import { spoolFolder } from "../spool-folder.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const gone = { id: "monitor:1", action: "monitor.delete", metadata: {} } as const;

let recorder: Recorder;
let server: Faulty;
beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager()));
beforeEach(() => {
  recorder = startRecorder();
});
afterEach(closeServers);

/** Counts rows as Tinybird does. */
const take: Behaviour = (_, response) => {
  const rows = server.seen.at(-1)?.body.split("\n").length;
  response.end(JSON.stringify({ successful_rows: rows, quarantined_rows: 0 }));
};

async function transportTo(...behaviours: Behaviour[]) {
  server = await serve(...behaviours);
  // Generous, as tests share two cores; retries come at once.
  return fetchTransport({
    url: server.url,
    token: "t",
    deadlines: { append: 30_000 },
    random: () => 0,
  });
}

const appendTo = {
  "db.system.name": "tinybird",
  "db.operation.name": "append",
  "db.collection.name": "audit_log",
};

describe("openTelemetry", () => {
  test("measures appends, requests, rows and retries as they were", async () => {
    const transport = await transportTo(answer(503), answer(429), take);
    const store = new TinybirdEventStore({ transport, telemetry: recorder.telemetry });
    await store.append([down, gone, down]);
    await Promise.all(Array.from({ length: 40 }, () => store.append(down)));

    const requests = server.seen.length - 2;
    expect(await recorder.figures("audit.append.duration")).toMatchObject([
      { attributes: { "audit.append.policy": "throw" }, value: 41 },
    ]);
    expect(await recorder.figures("audit.append.events")).toMatchObject([
      {
        attributes: { "audit.append.policy": "throw", "audit.append.status": "accepted" },
        value: 43,
      },
    ]);
    expect(await recorder.figures("audit.request.rows")).toMatchObject([
      { attributes: appendTo, value: requests, sum: 43 },
    ]);
    expect(await recorder.figures("db.client.operation.duration")).toMatchObject([
      { attributes: appendTo, value: requests },
    ]);
    const why = { ...appendTo, "error.type": "unavailable" };
    expect(await recorder.figures("audit.request.retries")).toMatchObject([
      { attributes: { ...why, "db.response.status_code": "503" }, value: 1 },
      { attributes: { ...why, "db.response.status_code": "429" }, value: 1 },
    ]);
    expect(await recorder.figures("audit.events.dropped")).toEqual([]);
  });

  test("counts seconds, also of a real Tinybird, and reads too", async () => {
    const { server: tinybird } = await startEmbedded();
    try {
      const transport = fetchTransport({ ...tinybird, deadlines: { append: 30_000 } });
      const store = new TinybirdEventStore({ transport, telemetry: recorder.telemetry });
      const start = performance.now();
      await store.append([down, gone]);
      const rows = [];
      for await (const event of store.read("monitor:1")) rows.push(event);
      const seconds = (performance.now() - start) / 1_000;
      expect(rows).toHaveLength(2);
      const [append, read] = await recorder.figures("db.client.operation.duration");
      expect(append).toMatchObject({ attributes: appendTo, value: 1 });
      expect(read?.attributes).toMatchObject({
        "db.operation.name": "read",
        "db.collection.name": "endpoint_audit_log",
      });
      for (const figure of [append, read]) {
        expect(figure?.sum).toBeGreaterThan(0);
        expect(figure?.sum).toBeLessThan(seconds);
      }
    } finally {
      await tinybird.stop();
    }
  });

  test("counts what was dropped by action and reason, and says that its appends had no error", async () => {
    const transport = await transportTo(answer(400, { error: "no" }));
    const store = new TinybirdEventStore({
      transport,
      policies: { "monitor.down": "drop", "monitor.delete": "drop" },
      telemetry: recorder.telemetry,
    });
    await store.append([down, gone, down]);
    await store.settled();
    expect(await recorder.figures("audit.events.dropped")).toMatchObject([
      { attributes: { "audit.action": "monitor.down", "error.type": "refused" }, value: 2 },
      { attributes: { "audit.action": "monitor.delete", "error.type": "refused" }, value: 1 },
    ]);
    const [append] = await recorder.figures("audit.append.duration");
    expect(append?.attributes).toEqual({ "audit.append.policy": "drop" });
  });

  test("tells rejected events from accepted ones, with the code", async () => {
    const transport = await transportTo(take, answer(403, { error: "no" }));
    const directory = await spoolFolder();
    const spool = await openSpool({ directory, transport, drain: "manual" });
    const store = new TinybirdEventStore({
      transport,
      policies: { "monitor.delete": "spool" },
      spool,
      telemetry: recorder.telemetry,
    });
    await store.append(down);
    await expect(store.append([down, down, gone])).rejects.toMatchObject({
      code: "append_interrupted",
    });
    // @ts-expect-error the region is missing
    await expect(store.append({ ...down, metadata: {} })).rejects.toMatchObject({
      code: "invalid_draft",
    });
    const counts = (await recorder.figures("audit.append.events")).map(({ attributes, value }) => [
      ...Object.values(attributes),
      value,
    ]);
    expect(counts).toEqual([
      ["throw", "accepted", 1],
      ["throw", "rejected", "append_interrupted", 2],
      ["spool", "spooled", 1],
    ]);
    const durations = await recorder.figures("audit.append.duration");
    expect(durations.map(({ attributes }) => attributes)).toEqual([
      { "audit.append.policy": "throw" },
      { "audit.append.policy": "several", "error.type": "append_interrupted" },
      { "error.type": "invalid_draft" },
    ]);
    const failed = recorder.spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toEqual([
      ["append audit_log", "wrong_token"],
      ["audit.append", "append_interrupted"],
      ["audit.append", "invalid_draft"],
    ]);
    expect(failed[0]?.attributes["db.response.status_code"]).toBe("403");
    await spool.close();
  });

  test("puts the request of one append under it, and it under what its caller does", async () => {
    const transport = await transportTo(answer(503), take);
    const store = new TinybirdEventStore({ transport, telemetry: recorder.telemetry });
    const tracer = new BasicTracerProvider().getTracer("caller");
    const caller = tracer.startSpan("caller");
    await context.with(trace.setSpan(context.active(), caller), () => store.append([down, gone]));
    const [request, append] = recorder.spans();
    expect(append).toMatchObject({
      name: "audit.append",
      kind: SpanKind.INTERNAL,
      attributes: { "audit.append.size": 2, "audit.append.accepted": 2 },
    });
    expect(append?.parentSpanContext?.spanId).toBe(caller.spanContext().spanId);
    expect(request).toMatchObject({
      name: "append audit_log",
      kind: SpanKind.CLIENT,
      attributes: { ...appendTo, "audit.request.rows": 2, "audit.request.appends": 1 },
      events: [{ name: "retry", attributes: { "error.type": "unavailable" } }],
    });
    const characters = server.seen.at(-1)?.body.replaceAll("\n", "").length;
    expect(request?.attributes["audit.request.characters"]).toBe(characters);
    expect(request?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
  });

  test("links the request of several appends to each, in a trace of its own", async () => {
    const transport = await transportTo(take);
    const store = new TinybirdEventStore({ transport, telemetry: recorder.telemetry });
    await Promise.all([store.append(down), store.append(gone), store.append(down)]);
    const appends = recorder.spans().filter(({ name }) => name === "audit.append");
    const requests = recorder.spans().filter(({ name }) => name === "append audit_log");
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.parentSpanContext).toBeUndefined();
    const linked = request?.links.map((link) => link.context.spanId);
    expect(new Set(linked)).toEqual(new Set(appends.map((span) => span.spanContext().spanId)));
    expect(linked).toHaveLength(3);
  });

  test("makes the call within the request's span, so that an instrumented fetch is under it", async () => {
    let active: string | undefined;
    const transport = {
      query: async () => [],
      ingest: async (_: string, rows: readonly object[]) => {
        active = trace.getActiveSpan()?.spanContext().spanId;
        return { successfulRows: rows.length, quarantinedRows: 0 };
      },
    };
    const store = new TinybirdEventStore({ transport, telemetry: recorder.telemetry });
    await store.append(down);
    expect(active).toBe(recorder.spans()[0]?.spanContext().spanId);
  });

  test("shows what waits in a spool, until it is closed", async () => {
    const transport = await transportTo(answer(503), take);
    const { telemetry } = recorder;
    const directory = await spoolFolder();
    const spool = await openSpool({ directory, transport, drain: "manual", telemetry });
    const store = new TinybirdEventStore({ transport, policy: "spool", spool, telemetry });
    const depth = async () => {
      const [events] = await recorder.figures("audit.spool.events");
      const [size] = await recorder.figures("audit.spool.size");
      const [age] = await recorder.figures("audit.spool.age");
      return { events: events?.value, bytes: size?.value, age: age?.value };
    };
    expect(await depth()).toEqual({ events: 0, bytes: 0, age: 0 });
    await store.append([down, gone]);
    const { events, bytes } = await spool.state();
    expect(await depth()).toEqual({ events, bytes, age: expect.any(Number) });
    expect(events).toBe(2);
    await spool.drain();
    expect((await depth()).events).toBe(0);
    expect(recorder.spans().map(({ name }) => name)).toEqual(["audit.append", "append audit_log"]);
    const [, drained] = recorder.spans();
    expect(drained?.parentSpanContext).toBeUndefined();
    expect(drained?.attributes["audit.request.appends"]).toBe(0);
    await spool.close();
    // The SDK shows the last figure for ever; the spool is not read any more.
    const another = await openSpool({ directory, transport, drain: "manual" });
    await another.add([{ uid: "1" }]);
    expect((await depth()).events).toBe(0);
    await another.close();
  });

  test("shows what a spool has set aside, by its code", async () => {
    const transport = await transportTo(answer(400, { error: "no" }));
    const { telemetry } = recorder;
    const directory = await spoolFolder();
    const spool = await openSpool({ directory, transport, drain: "manual", telemetry });
    const store = new TinybirdEventStore({ transport, policy: "spool", spool });
    await store.append([down, gone]);
    await spool.drain();
    expect(await recorder.figures("audit.spool.set_aside")).toMatchObject([
      { attributes: { "error.type": "refused" }, value: 2 },
    ]);
    await spool.close();
  });

  test("has units that its names do not repeat", async () => {
    const transport = await transportTo(answer(503), take);
    const { telemetry } = recorder;
    const directory = await spoolFolder();
    const spool = await openSpool({ directory, transport, drain: "manual", telemetry });
    await new TinybirdEventStore({ transport, telemetry }).append(down);
    expect(await recorder.units()).toEqual({
      "audit.append.duration": "s",
      "audit.append.events": "{event}",
      "audit.request.retries": "{retry}",
      "audit.request.rows": "{row}",
      "audit.spool.age": "s",
      "audit.spool.events": "{event}",
      "audit.spool.size": "By",
      "db.client.operation.duration": "s",
    });
    await spool.close();
  });

  test("works where no SDK is registered", async () => {
    const transport = await transportTo(take);
    const store = new TinybirdEventStore({ transport, telemetry: openTelemetry() });
    expect(await store.append(down)).toMatchObject({ status: "accepted" });
  });

  test("refuses what is no provider", () => {
    // @ts-expect-error no method of a provider
    const wrong = () => openTelemetry({ meterProvider: {} });
    expect(wrong).toThrow('"meterProvider" as it must be a MeterProvider');
  });
});
