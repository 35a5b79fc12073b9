import { describe, expect, test } from "vitest";
import { encodeFrame, readFrame } from "./frame.ts";
import { decodeRecord, encodeRecord, type LogRecord } from "./log-record.ts";
import { type Position, Positions } from "./positions.ts";

const place = { cluster: "c", group: "g", topic: "t", partition: 1 };
const at = (next: number): Position => ({ ...place, next });

describe("Positions", () => {
  test("has the last position of each partition, also if it is further back", () => {
    const positions = new Positions([at(5)]);
    positions.take({ kind: "insert", parts: [], positions: [at(9), { ...at(2), partition: 2 }] });
    positions.take({ kind: "truncate", table: "t" });
    expect(positions.next(place)).toBe(9);
    positions.take({ kind: "insert", parts: [], positions: [at(4)] });
    expect(positions.list()).toEqual([at(4), { ...at(2), partition: 2 }]);
    expect(positions.next({ ...place, cluster: "another" })).toBeUndefined();
  });

  test("are in a record with its rows", () => {
    const record: LogRecord = {
      number: 3,
      applied: 2,
      change: {
        kind: "insert",
        parts: [{ table: "t", rows: 1, lines: Buffer.from("{}\n") }],
        positions: [{ ...at(7), first: 6 }],
      },
    };
    const frame = readFrame(encodeFrame(encodeRecord(record)), 0);
    expect(frame.kind === "whole" && decodeRecord(frame.body)).toEqual(record);
  });
});
