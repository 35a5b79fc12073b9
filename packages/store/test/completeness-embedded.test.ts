import type { RecordedEvent } from "@audit/events";
import { type Completeness, completenessTable, MemoryEventStore } from "@audit/store";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completenessOf } from "../src/completeness/completeness-of.ts";
import { completenessQuery } from "../src/completeness/completeness-query.ts";
import { memoryCompletenessSource } from "../src/completeness/memory-completeness-source.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";

const noon = 1_700_000_000_000;
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

interface Numbered {
  readonly writer: string;
  readonly sequence: number;
  readonly uid?: string;
  readonly recordedAt: number;
}

const rowOf = ({ writer, sequence, uid, recordedAt }: Numbered, isMoved = false) => ({
  id: "monitor:1",
  uid: uid ?? `${writer} ${sequence}`,
  action: "monitor.pause",
  timestamp: recordedAt,
  recorded_at: isMoved ? 0 : recordedAt,
  writer,
  sequence,
});

const post = async (...rows: object[]) => (await embedded.post(...rows)).body;

/** But for the clock, which two stores do not share. */
function timeless({ askedAt: _, newest, ...rest }: Completeness) {
  return { ...rest, newestAt: newest?.recordedAt };
}

const moment = fc.integer({ min: 0, max: 20 });
const delivery = fc.record({
  writer: fc.constantFrom("", "a", "a", "a", "%b'\"", "é😀", "\uffee"),
  sequence: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.constant(0)),
  uid: fc.constantFrom("u", "u", "u", "v"),
  at: moment,
  isMoved: fc.boolean(),
});

describe("completeness", () => {
  test("is the same in memory and in ClickHouse, whatever was recorded and whenever", async () => {
    let run = 0;
    const seen = { missing: 0, outside: 0, copies: 0, reused: 0, unnumbered: 0 };
    const property = fc.asyncProperty(
      fc.array(delivery, { minLength: 10, maxLength: 60 }),
      fc.tuple(moment, moment),
      fc.integer({ min: 1, max: 5 }),
      async (deliveries, [one, other], limit) => {
        run += 1;
        const base = noon + run * 1_000;
        const own = deliveries.map(({ writer, sequence, uid, at, isMoved }) => {
          const name = writer && `${run} ${writer}`;
          const numbered = { writer: name, sequence, uid, recordedAt: base + at };
          return { numbered, isMoved };
        });
        await post(...own.map(({ numbered, isMoved }) => rowOf(numbered, isMoved)));
        // Safe: these are the fields that are looked at.
        const events = own.map(({ numbered }) => numbered as unknown as RecordedEvent);
        const window = {
          from: base + Math.min(one, other),
          to: base + Math.max(one, other),
          limit,
        };
        const source = memoryCompletenessSource(() => events, Date.now);
        const memory = await completenessOf(source, completenessQuery(window));
        const tinybird = await embedded.store.completeness(window);
        expect(timeless(tinybird)).toEqual(timeless(memory));
        for (const fate of ["missing", "outside", "copies", "reused"] as const)
          seen[fate] += tinybird.totals[fate];
        seen.unnumbered += tinybird.unnumbered;
      },
    );
    await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: 40_000 });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  test("names the numbers that are missing, and finds those that were recorded outside of the window", async () => {
    const from = noon - 1_000_000;
    const numbers = (writer: string, list: readonly number[], at = from) =>
      list.map((sequence) => rowOf({ writer, sequence, recordedAt: at }));
    await post(
      ...numbers("gaps", [3, 4, 9, 12]),
      ...numbers("gaps", [1, 2, 10, 20], from + 500),
      ...numbers("whole", [7, 8, 9]),
    );
    const completeness = await embedded.store.completeness({ from, to: from + 99 });
    expect(completeness.isComplete).toBe(false);
    expect(completeness.writers).toMatchObject([
      {
        writer: "gaps",
        first: 3,
        last: 12,
        expected: 10,
        present: 4,
        outside: 1,
        missing: 5,
        gapCount: 2,
        gaps: [
          { first: 5, last: 8 },
          { first: 11, last: 11 },
        ],
      },
      { writer: "whole", first: 7, last: 9, expected: 3, present: 3, missing: 0, gaps: [] },
    ]);
    const [gaps, whole, all] = completenessTable(completeness);
    expect(gaps).toMatchObject({ writer: "gaps", numbers: "3-12", missing: 5, gaps: "5-8, 11" });
    expect(whole).toMatchObject({ gaps: "", newest: new Date(from).toISOString() });
    expect(all).toMatchObject({ writer: "all 2", expected: 13, present: 7, missing: 5 });
    for (const row of [gaps, whole, all])
      expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(gaps ?? {}).sort());
  });

  test("lists a hundred ranges and so many writers as are asked for, and counts all", async () => {
    const from = noon - 2_000_000;
    const rows = Array.from({ length: 251 }, (_, index) =>
      rowOf({ writer: "odd numbers", sequence: 2 * index + 1, recordedAt: from }),
    );
    await post(...rows, rowOf({ writer: "other", sequence: 5, recordedAt: from }));
    const { writers, totals } = await embedded.store.completeness({ from, to: from, limit: 1 });
    expect(writers).toHaveLength(1);
    expect(writers[0]).toMatchObject({ writer: "odd numbers", missing: 250, gapCount: 250 });
    expect(writers[0]?.gaps).toHaveLength(100);
    expect(writers[0]?.gaps.at(-1)).toEqual({ first: 200, last: 200 });
    expect(totals).toMatchObject({ writers: 2, missing: 250, present: 252 });
  });

  test("tells what is in quarantine from what is missing, until it is in the log", async () => {
    const from = Date.now() - 2_000;
    const to = Date.now() + 600_000;
    const at = { recordedAt: from + 1 };
    const broken = (writer: string, sequence: number) => ({
      ...rowOf({ writer, sequence, ...at }),
      timestamp: "yesterday",
    });
    const answer = await post(
      ...[1, 2, 5].map((sequence) => rowOf({ writer: "aside", sequence, ...at })),
      broken("aside", 3),
      broken("aside", 6),
      broken("only aside", 8),
      { id: "monitor:1" },
      { ...rowOf({ writer: "aside", sequence: 4, ...at }), sequence: "four" },
    );
    expect(answer).toEqual({ successful_rows: 3, quarantined_rows: 5 });
    const { writers, quarantinedRows, isComplete } = await embedded.store.completeness({
      from,
      to,
    });
    const { newest: _, ...rest } = { newest: 0, ...writers[0] };
    expect(rest).toMatchObject({ writer: "aside", first: 1, last: 6, present: 3, quarantined: 2 });
    expect(writers[0]).toMatchObject({ missing: 1, gaps: [{ first: 4, last: 4 }] });
    expect(writers[1]).toMatchObject({ writer: "only aside", first: 8, last: 8, quarantined: 1 });
    expect(writers[1]).not.toHaveProperty("newestAt");
    expect(quarantinedRows).toBe(5);
    expect(isComplete).toBe(false);

    await post(rowOf({ writer: "aside", sequence: 3, ...at }));
    await post(rowOf({ writer: "aside", sequence: 4, recordedAt: from - 50_000 }));
    const repaired = await embedded.store.completeness({ from, to });
    const own = repaired.writers.find(({ writer }) => writer === "aside");
    expect(own).toMatchObject({ present: 4, outside: 1, quarantined: 1, missing: 0, gaps: [] });
  });

  test("counts numbers that no number of ours holds as not numbered", async () => {
    const from = noon - 3_000_000;
    const line = JSON.stringify(rowOf({ writer: "huge", sequence: 1, recordedAt: from }));
    const rows = ["9223372036854775807", "-5", "9007199254740991"].map((sequence) =>
      line.replace('"sequence":1', `"sequence":${sequence}`).replace("huge 1", `huge ${sequence}`),
    );
    const { url, token } = embedded.server;
    const sent = await fetch(`${url}/v0/events?name=audit_log&wait=true`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: [line, ...rows].join("\n"),
    });
    expect(sent.status).toBe(200);
    const { writers, unnumbered } = await embedded.store.completeness({ from, to: from });
    expect(unnumbered).toBe(2);
    expect(writers).toMatchObject([
      { writer: "huge", first: 1, last: 2 ** 53 - 1, missing: 2 ** 53 - 3, gapCount: 1 },
    ]);
    expect(writers[0]?.gaps).toEqual([{ first: 2, last: 2 ** 53 - 2 }]);
  });

  test("sees events that another process wrote under the same name", async () => {
    const now = () => noon;
    const memory = new MemoryEventStore({ writer: { name: "fixed", now } });
    const draft = { id: "monitor:1", action: "monitor.pause", metadata: {} } as const;
    await memory.append([draft, draft]);
    const { writers } = await memory.completeness({ from: noon, to: noon });
    expect(writers).toMatchObject([{ writer: "fixed", present: 2, reused: 0 }]);
    const from = noon - 4_000_000;
    await post(
      rowOf({ writer: "fixed", sequence: 1, recordedAt: from, uid: "first process" }),
      rowOf({ writer: "fixed", sequence: 1, recordedAt: from, uid: "second process" }),
      rowOf({ writer: "fixed", sequence: 1, recordedAt: from, uid: "second process" }),
    );
    const { totals, isComplete } = await embedded.store.completeness({ from, to: from });
    expect(totals).toMatchObject({ present: 1, reused: 1, copies: 1, missing: 0 });
    expect(isComplete).toBe(false);
  });
});
