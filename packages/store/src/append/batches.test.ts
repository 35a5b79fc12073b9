import { describe, expect, test } from "vitest";
import type { Row } from "../row.ts";
import { batches } from "./batches.ts";

const row = (uid: number, year = 2026, metadata = "{}"): Row => ({
  uid: String(uid),
  timestamp: Date.UTC(year, 5, 1),
  metadata,
});
const many = (count: number, make: (uid: number) => Row) =>
  Array.from({ length: count }, (_, uid) => make(uid));
const sizes = (rows: readonly Row[]) => [...batches(rows)].map((batch) => batch.rows.length);

describe("batches", () => {
  test("gives no batch of no rows", () => {
    expect(sizes([])).toEqual([]);
  });

  test("puts at most 5,000 rows into one", () => {
    expect(sizes(many(10_001, (uid) => row(uid)))).toEqual([5_000, 5_000, 1]);
  });

  test("keeps each below the bytes of a request, a row that is larger alone", () => {
    const large = "x".repeat(1_000_000);
    const rows = [0, 1, 2, 3].map((uid) => row(uid, 2026, large));
    rows.push(row(4, 2026, large.repeat(4)), row(5));
    expect(sizes(rows)).toEqual([2, 2, 1, 1]);
  });

  test("puts rows of at most 12 years into one", () => {
    expect(sizes(many(13, (uid) => row(uid, 2000 + uid)))).toEqual([12, 1]);
    expect(sizes(many(2_400, (uid) => row(uid, 2000 + (uid % 12))))).toEqual([2_400]);
  });

  test("keeps every row and its order", () => {
    const rows = many(9_999, (uid) => row(uid, 1980 + (uid % 40)));
    expect([...batches(rows)].flatMap((batch) => batch.rows)).toEqual(rows);
  });
});
