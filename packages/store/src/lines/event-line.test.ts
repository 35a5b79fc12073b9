import { catalog, createWriter } from "@audit/events";
import { describe, expect, test } from "vitest";
import { ingestRows } from "../append/ingest-rows.ts";
import { encodeRow } from "../row.ts";
import type { Transport } from "../transport.ts";
import { eventLines } from "./event-line.ts";

const [event] = createWriter(catalog).complete([
  { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } },
]);
if (event === undefined) throw new Error("a draft gives an event");
const recorded = { uid: "u1", timestamp: 1_700_000_000_000 };
const sent = [...eventLines([event]), recorded];

describe("eventLines", () => {
  test("are objects to a transport that takes rows, or stands before one that takes lines, else lines", async () => {
    const taken: unknown[] = [];
    const take = async (_: string, rows: readonly unknown[]) => {
      taken.push(rows);
      return { successfulRows: rows.length, quarantinedRows: 0 };
    };
    const ofRows: Transport = { query: async () => [], ingest: take };
    await ingestRows(ofRows, sent);
    const never = () => Promise.reject(new Error("it takes lines"));
    const ofLines: Transport = { ...ofRows, ingest: Object.assign(never, { lines: take }) };
    await ingestRows(ofLines, sent);
    await ingestRows({ ...ofLines, ingest: take }, sent);
    const rows = [encodeRow(event), recorded];
    expect(taken).toEqual([rows, rows.map((row) => JSON.stringify(row)), rows]);
  });
});
