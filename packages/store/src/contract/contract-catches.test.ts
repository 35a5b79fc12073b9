import { describe, expect, test } from "vitest";
import { caughtOfAppending } from "./faults/caught-of-appending.fixture.ts";
import { caughtOfCompleteness } from "./faults/caught-of-completeness.fixture.ts";
import { caughtOfFollowing } from "./faults/caught-of-following.fixture.ts";
import { caughtOfIsolation } from "./faults/caught-of-isolation.fixture.ts";
import { caughtOfOrder } from "./faults/caught-of-order.fixture.ts";
import { caughtOfReading } from "./faults/caught-of-reading.fixture.ts";
import { caughtOfRecorded } from "./faults/caught-of-recorded.fixture.ts";
import { caughtOfSearching } from "./faults/caught-of-searching.fixture.ts";
import { faultsOfAppending } from "./faults/faults-of-appending.fixture.ts";
import { faultsOfCompleteness } from "./faults/faults-of-completeness.fixture.ts";
import { faultsOfFollowing } from "./faults/faults-of-following.fixture.ts";
import { faultsOfIsolation } from "./faults/faults-of-isolation.fixture.ts";
import { faultsOfOrder } from "./faults/faults-of-order.fixture.ts";
import { faultsOfReading } from "./faults/faults-of-reading.fixture.ts";
import { faultsOfRecorded } from "./faults/faults-of-recorded.fixture.ts";
import { faultsOfSearching } from "./faults/faults-of-searching.fixture.ts";
import { type CaughtBy, type Fault, faultyStore } from "./faults/faulty-store.fixture.ts";
import { storeContract } from "./store-contract.ts";
import { twoStores } from "./two-stores.ts";

const faults: Readonly<Record<string, Fault>> = {
  ...faultsOfOrder,
  ...faultsOfAppending,
  ...faultsOfReading,
  ...faultsOfSearching,
  ...faultsOfIsolation,
  ...faultsOfFollowing,
  ...faultsOfCompleteness,
  ...faultsOfRecorded,
};
const caughtBy: CaughtBy = {
  ...caughtOfOrder,
  ...caughtOfAppending,
  ...caughtOfReading,
  ...caughtOfSearching,
  ...caughtOfIsolation,
  ...caughtOfFollowing,
  ...caughtOfCompleteness,
  ...caughtOfRecorded,
};
const everyMemoryOfItsOwn = twoStores.map(({ name }) => name);

/** Gives the names of the cases that a store fails, each case with a store of its own. */
async function failuresOf(fault: Fault, names: readonly string[]): Promise<string[]> {
  const open = (options = {}) => faultyStore(fault, options);
  const failed: string[] = [];
  for (const { name, run } of storeContract)
    if (names.includes(name))
      await run({ store: open(), open, workspaceId: name }).catch(() => failed.push(name));
  return failed.sort();
}

describe("storeContract", () => {
  const names = storeContract.map(({ name }) => name);

  test("has a name for each case", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test("finds no fault in a store without one, but for that its memory is its own", async () => {
    expect(await failuresOf({}, names)).toEqual(everyMemoryOfItsOwn.toSorted());
  });

  test("has no case that no fault fails", () => {
    const seen = new Set([...Object.values(caughtBy).flat(), ...everyMemoryOfItsOwn]);
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
    expect(Object.keys(caughtBy).sort()).toEqual(Object.keys(faults).sort());
  });

  for (const [name, fault] of Object.entries(faults))
    test(`catches a store that ${name}`, async () => {
      const cases = caughtBy[name] ?? [];
      expect(cases.length).toBeGreaterThan(0);
      expect(await failuresOf(fault, cases)).toEqual([...cases].sort());
    });
});
