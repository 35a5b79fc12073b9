import type { CheckResult, CheckStatus } from "@audit/incident-service";
import { MemoryEventStore } from "@audit/store";
import { describe, expect, test } from "vitest";
import { demoCatalog, importsId } from "./checks-import.ts";
import { draftsOf, importChecks } from "./import-checks.ts";
import { summarize } from "./summarize.ts";

const start = Date.UTC(2026, 2, 2, 12);
const minute = 60_000;
const newStore = () => new MemoryEventStore({ catalog: demoCatalog });
const check = (minutes: number, status: CheckStatus): CheckResult => ({
  timestamp: start + minutes * minute,
  monitor: "api",
  status,
});
const checks = [check(0, "up"), check(1, "down"), check(2, "down"), check(3, "up")];

async function count(store: ReturnType<typeof newStore>): Promise<number> {
  let events = 0;
  for await (const _ of store.readAll()) events += 1;
  return events;
}

describe("importChecks", () => {
  test("changes nothing with the same checks again", async () => {
    const store = newStore();
    await importChecks(store, checks, 1);
    const [events, summary] = [await count(store), await summarize(store)];
    await importChecks(store, checks, 1);
    expect([await count(store), await summarize(store)]).toEqual([events, summary]);
  });

  test("adds what a file has grown by, so that an open incident resolves", async () => {
    const store = newStore();
    await importChecks(store, checks.slice(0, 3), 0);
    expect((await summarize(store))?.monitors[0]).toMatchObject({ status: "down", events: 4 });
    await importChecks(store, checks, 0);
    const whole = newStore();
    await importChecks(whole, checks, 0);
    expect(await summarize(store)).toEqual(await summarize(whole));
  });

  test.each([
    ["a file that only goes on from there", checks.slice(2)],
    ["an older state of the file", checks.slice(0, 2)],
    ["a file with another check in between", checks.toSpliced(1, 0, check(0.5, "degraded"))],
    ["a file without a check", []],
  ])("refuses %s before anything is appended", async (_name, others) => {
    const store = newStore();
    await importChecks(store, checks.slice(0, 3), 0);
    const before = await count(store);
    await expect(importChecks(store, others, 0)).rejects.toThrow(
      /must be of the same file, or of the beginning of it: other checks were imported there/,
    );
    expect(await count(store)).toBe(before);
  });

  test("refuses to add to events that no import has brought", async () => {
    const store = newStore();
    await store.append(draftsOf(checks, 0).drafts);
    await expect(importChecks(store, checks, 0)).rejects.toThrow(/it holds other events/);
  });

  test("heals an import that was cut off, which until then gives no answer", async () => {
    const { started, drafts } = draftsOf(checks, 0);
    const store = newStore();
    if (started !== undefined)
      await store.append({ id: importsId, action: "checks.import", metadata: started });
    await store.append(drafts.slice(0, 3));
    await expect(summarize(store)).rejects.toThrow(
      /its import must have finished: 3 of 6 events are there; give the same file/,
    );
    await importChecks(store, checks, 0);
    expect((await summarize(store))?.monitors).toMatchObject([{ events: 6, status: "up" }]);
    expect(await count(store)).toBe(7);
  });

  test("still answers from an import of version 1", async () => {
    const store = newStore();
    await store.append(draftsOf(checks, 0).drafts);
    const old = { checks: 4, skipped: 2, lastCheckAt: start + 3 * minute };
    await store.append([
      // Safe: an older version is taken at run time; the types know the latest only.
      { id: importsId, action: "checks.import", version: 1, metadata: old } as never,
    ]);
    expect(await summarize(store)).toMatchObject({ skipped: 2, monitors: [{ events: 6 }] });
  });
});
