import { describe, expect, test } from "vitest";
import { UnavailableError } from "../call-error.ts";
import { TinybirdEventStore } from "../tinybird-event-store.ts";
import type { Transport } from "../transport.ts";
import { observeTransport } from "./observe-transport.ts";
import type { RequestBegin, RequestEnd, StoreObserver } from "./store-observer.ts";

const gone = { id: "monitor:1", action: "monitor.delete", metadata: {} } as const;

/** A Tinybird that takes everything, or does as it is told. */
function tinybird(ingest?: Transport["ingest"]) {
  const sent: number[] = [];
  const transport: Transport = {
    query: async () => [],
    ingest(datasource, rows, options) {
      sent.push(rows.length);
      if (ingest !== undefined) return ingest(datasource, rows, options);
      return Promise.resolve({ successfulRows: rows.length, quarantinedRows: 0 });
    },
  };
  return { sent, transport };
}

/** Hears of requests alone. */
function listener() {
  const heard: (RequestBegin & RequestEnd)[] = [];
  const observer: StoreObserver = {
    request: (begin) => ({ end: (end) => void heard.push({ ...begin, ...end }) }),
  };
  return { heard, observer };
}

const fail = () => {
  throw new Error("the observer's own mistake");
};
const reject = async () => fail();

describe("observeTransport", () => {
  test("is the transport itself where nobody wants to hear", () => {
    const { transport } = tinybird();
    expect(observeTransport(transport, undefined)).toBe(transport);
    expect(observeTransport(transport, { dropped: () => {} })).toBe(transport);
  });

  test("tells of rows that went into quarantine, and of errors by their codes", async () => {
    const { heard, observer } = listener();
    const some = tinybird(async () => ({ successfulRows: 1, quarantinedRows: 1 }));
    await observeTransport(some.transport, observer).ingest("a", [{}, {}]);
    const none = tinybird(async () => {
      throw new UnavailableError("append", { status: 503 });
    });
    const call = observeTransport(none.transport, observer).ingest("a", [{}]);
    await expect(call).rejects.toMatchObject({ code: "unavailable" });
    const foreign = tinybird(() => {
      throw Object.assign(new Error("not ours"), { code: "s3cret" });
    });
    const other = observeTransport(foreign.transport, observer).ingest("a", [{}]);
    await expect(other).rejects.toThrow("not ours");
    expect(foreign.sent).toEqual([1]);
    expect(heard.map(({ rows, code, status }) => [rows, code, status])).toEqual([
      [2, "quarantined", undefined],
      [1, "unavailable", 503],
      [1, "unknown", undefined],
    ]);
  });

  test("keeps the deadline of the transport, and gives on what comes with a call", async () => {
    const { signal } = new AbortController();
    let given: object | undefined;
    const { transport } = tinybird(async (_, rows, options) => {
      given = options;
      return { successfulRows: rows.length, quarantinedRows: 0 };
    });
    const observed = observeTransport({ ...transport, appendDeadline: 7 }, listener().observer);
    await observed.ingest("a", [{}], { signal });
    expect(observed.appendDeadline).toBe(7);
    expect(given).toEqual({ signal, onRetry: expect.any(Function) });
  });
});

describe("a store with an observer", () => {
  test.each<[string, StoreObserver]>([
    ["throws when asked", { append: fail, request: fail, dropped: fail, spool: fail }],
    [
      "throws later",
      {
        append: () => ({ end: fail }),
        request: () => ({ run: fail, retry: fail, end: fail }),
      },
    ],
    [
      "rejects",
      {
        append: () => ({ end: reject }),
        // @ts-expect-error a promise is no observation
        request: reject,
        dropped: reject,
      },
    ],
    [
      "throws after it has made the call",
      {
        request: () => ({
          run: (call) => {
            call();
            return fail();
          },
        }),
      },
    ],
    [
      "makes the call twice",
      {
        request: () => ({
          run: (call) => {
            call();
            return call();
          },
        }),
      },
    ],
    // @ts-expect-error it must give what the call gives
    ["makes no call", { request: () => ({ run: () => {} }) }],
  ])("that %s appends as without one, once", async (_, telemetry) => {
    const { sent, transport } = tinybird();
    const store = new TinybirdEventStore({ transport, telemetry });
    expect(await store.append(gone)).toMatchObject({ status: "accepted" });
    expect(sent).toEqual([1]);
    const { transport: failing } = tinybird(async () => fail());
    const dropping = new TinybirdEventStore({ transport: failing, telemetry, policy: "drop" });
    expect(await dropping.append(gone)).toMatchObject({ status: "dropped" });
    expect(dropping.dropped.get("monitor.delete")).toBe(1);
  });

  test("tells it whose rows a request carries, and how long they are", async () => {
    const begun: RequestBegin[] = [];
    const appends: object[] = [];
    const telemetry: StoreObserver = {
      append() {
        const append = {};
        appends.push(append);
        return append;
      },
      request(begin) {
        begun.push(begin);
        return {};
      },
    };
    const { transport } = tinybird();
    const store = new TinybirdEventStore({ transport, telemetry });
    await Promise.all([store.append(gone), store.append([gone, gone])]);
    expect(begun).toMatchObject([{ operation: "append", name: "audit_log", rows: 3 }]);
    expect(begun[0]?.appends).toEqual(appends);
    expect(begun[0]?.appends?.[0]).toBe(appends[0]);
    expect(begun[0]?.characters).toBeGreaterThan(3 * 100);
  });

  test("refuses what is none, naming the option", () => {
    const { transport } = tinybird();
    // @ts-expect-error it has no method of an observer
    const wrong = () => new TinybirdEventStore({ transport, telemetry: { getMeter: fail } });
    expect(wrong).toThrow('"telemetry" as it must be from openTelemetry');
    // @ts-expect-error a method is a function
    const half = () => new TinybirdEventStore({ transport, telemetry: { append: 1 } });
    expect(half).toThrow('"telemetry" as it must be from openTelemetry');
  });

  test("tells of lines as of rows, where the transport takes lines", async () => {
    const { heard, observer } = listener();
    const { transport, sent } = tinybird();
    const taken: (readonly string[])[] = [];
    expect(observeTransport(transport, observer).ingest.lines).toBeUndefined();
    const ofLines: Transport = {
      ...transport,
      ingest: Object.assign(transport.ingest, {
        async lines(_: string, lines: readonly string[]) {
          taken.push(lines);
          return { successfulRows: lines.length - 1, quarantinedRows: 1 };
        },
      }),
    };
    await observeTransport(ofLines, observer).ingest.lines?.("a", ["{}", "{}"]);
    expect([taken, sent]).toEqual([[["{}", "{}"]], []]);
    expect(heard).toMatchObject([{ operation: "append", rows: 2, code: "quarantined" }]);
  });
});
