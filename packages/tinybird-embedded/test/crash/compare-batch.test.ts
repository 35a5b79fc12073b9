import { describe, expect, test } from "vitest";
import { compareBatch } from "./compare-batch.ts";
import { noFindings } from "./findings.ts";
import type { Batch } from "./ledger.ts";
import type { StoredEvent } from "./stored-events.ts";

const event = { id: "a", key: "oak", slot: 1, amount: 5, note: "" };
const other = { ...event, id: "b" };
const stored = { ...event, count: 1, versions: 1, first: 1_500, last: 1_500 };

function compare(
  batch: Partial<Batch>,
  rows: readonly (Partial<StoredEvent> & { readonly id: string })[],
) {
  const findings = noFindings();
  const whole = { source: "s", events: [event], sent: 1, answered200: 0, answered202: 0 };
  const table = new Map(rows.map((row) => [row.id, { ...stored, ...row }]));
  compareBatch({ ...whole, from: 1_000, to: 2_000, ...batch }, table, findings);
  const found = Object.entries(findings.anomalies).filter(([, each]) => each.length > 0);
  return { kinds: found.map(([kind]) => kind), repeated: findings.repeated };
}

describe("compareBatch", () => {
  test.each([
    ["stored once and acknowledged", { answered202: 1 }, [{ id: "a" }]],
    ["stored once and unknown", {}, [{ id: "a" }]],
    ["not stored and unknown", {}, []],
  ])("takes an event that is %s", (_, batch, rows) => {
    expect(compare(batch, rows)).toEqual({ kinds: [], repeated: 0 });
  });

  test("takes an event that was sent twice and is stored twice for a repeat", () => {
    const outcome = compare({ sent: 2, answered200: 1 }, [{ id: "a", count: 2 }]);
    expect(outcome).toEqual({ kinds: [], repeated: 1 });
  });

  test.each([
    ["lost", { answered202: 1 }, []],
    ["lost", { sent: 2, answered200: 2 }, [{ id: "a" }]],
    ["doubled", { answered200: 1 }, [{ id: "a", count: 2 }]],
    ["doubled", {}, [{ id: "a", count: 2 }]],
    ["doubled", { sent: 2 }, [{ id: "a", count: 3 }]],
    ["inPart", { events: [event, other] }, [{ id: "b" }]],
    ["changed", {}, [{ id: "a", amount: 6 }]],
    ["changed", { sent: 2 }, [{ id: "a", count: 2, versions: 2 }]],
    ["misdated", {}, [{ id: "a", last: 2_500 }]],
    ["misdated", {}, [{ id: "a", first: 500 }]],
  ])("finds what is %s", (kind, batch, rows) => {
    expect(compare(batch, rows).kinds).toEqual([kind]);
  });
});
