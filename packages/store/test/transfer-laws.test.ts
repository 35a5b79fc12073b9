import type { BuiltInAction, RecordedEvent } from "@audit/events";
import {
  type EventStore,
  MemoryEventStore,
  TinybirdEventStore,
  zodBirdTransport,
} from "@audit/store";
import { exportEvents, importEvents, type TransferFormat } from "@audit/store/transfer";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect } from "../src/contract/contract-case.ts";
import type { Row } from "../src/row.ts";
import { eventOfRow } from "../src/transfer/recorded-row.ts";
import { anyRow } from "./arbitrary-rows.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";

let here: Embedded;
let there: Embedded;
beforeAll(async () => {
  [here, there] = await Promise.all([startEmbedded(), startEmbedded()]);
});
afterAll(async () => {
  await here?.server.stop();
  await there?.server.stop();
});

type Store = EventStore<BuiltInAction>;
const formats: readonly TransferFormat[] = ["ndjson", "csv", "cloudevents", "cloudevents-batch"];

async function exported(store: Store, format: TransferFormat, workspaceId: string) {
  return (await collect(exportEvents(store, { format, workspaceId }))).join("");
}

/** Cuts a text into chunks of bytes, anywhere. */
function chunksOf(text: string, cuts: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const places = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return places.slice(1).map((end, index) => bytes.slice(places[index], end));
}

/** An event that was not understood has them in what the store holds, too. */
function withoutCopies(event: object): object {
  const { copies: _, raw, ...rest } = { raw: undefined, copies: 0, ...event };
  return typeof raw === "object" ? { ...rest, raw: { ...Object(raw), copies: 0 } } : rest;
}

/** All that a store says of a workspace, at each moment; copies are not kept. */
async function answers(store: Store, workspaceId: string) {
  const moments = [undefined, 1_750_000_000_010, 1_750_000_000_012];
  const said = [];
  for (const knownAt of moments) {
    const events = await collect(store.readAll({ workspaceId, ...(knownAt && { knownAt }) }));
    said.push(events.map(withoutCopies));
  }
  const found = await store.search({
    workspaceId,
    text: '"region":"',
    from: 0,
    to: 1_750_000_000_001,
    limit: 1000,
  });
  said.push(found.events.map(withoutCopies));
  said.push(await collect(store.readRecorded({ workspaceId })));
  return said;
}

const property = (
  name: string,
  stores: (
    rows: readonly Row[],
    run: number,
  ) => Promise<{ from: Store; to: Store; workspaceId: string }>,
  numRuns: number,
) =>
  test.each(formats)(`${name}, as %s`, async (format) => {
    let run = 0;
    const cuts = fc.array(fc.nat(), { maxLength: 8 });
    const law = fc.asyncProperty(
      fc.array(anyRow, { minLength: 1, maxLength: 20 }),
      cuts,
      async (rows, places) => {
        run += 1;
        const { from, to, workspaceId } = await stores(rows, run);
        const text = await exported(from, format, workspaceId);
        const lines = (await collect(from.readRecorded({ workspaceId }))).length;
        const report = await importEvents(to, chunksOf(text, places), { format });
        expect(report).toMatchObject({ events: lines, invalidLines: 0 });
        const before = await answers(from, workspaceId);
        expect(await answers(to, workspaceId)).toEqual(before);
        expect(await exported(to, format, workspaceId)).toBe(text);
        await importEvents(to, [text], { format });
        expect(await answers(to, workspaceId)).toEqual(before);
      },
    );
    await fc.assert(law, { numRuns, interruptAfterTimeLimit: 12_000 });
  });

const inWorkspace = (rows: readonly Row[], workspaceId: string) =>
  rows.map((row) => ({ ...row, workspace_id: workspaceId }));
const eventsOf = (rows: readonly Row[]): RecordedEvent[] =>
  rows.flatMap((row) => eventOfRow(row) ?? []);

describe("importEvents after exportEvents", () => {
  property(
    "gives the same answers from embedded Tinybird to embedded Tinybird",
    async (rows, run) => {
      const workspaceId = `${expect.getState().currentTestName} ${run} =\n"`;
      const answer = await here.post(...inWorkspace(rows, workspaceId));
      expect(answer.body).toEqual({ successful_rows: rows.length, quarantined_rows: 0 });
      const [from, to] = [here, there].map(
        ({ tb }) =>
          new TinybirdEventStore({
            transport: zodBirdTransport(tb, { append: 30_000 }),
            pageSize: 8,
          }),
      );
      if (from === undefined || to === undefined) throw new Error("no stores");
      return { from, to, workspaceId };
    },
    6,
  );

  property(
    "gives the same answers from memory to memory",
    async (rows) => {
      const from = new MemoryEventStore();
      await from.appendRecorded(eventsOf(inWorkspace(rows, "acme")));
      return { from, to: new MemoryEventStore(), workspaceId: "acme" };
    },
    60,
  );
});
