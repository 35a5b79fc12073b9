import { describe, expect, test, vi } from "vitest";
import { MemoryEventStore } from "../memory-event-store.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";
import { faultyStore } from "./faults/faulty-store.fixture.ts";
import { storeContract } from "./store-contract.ts";

const open: ContractOptions["open"] = () => new MemoryEventStore();
const kept = "gives an empty stream for an entity without events";
const notKept = "reads through one store what was appended through another";

function testOf(name: string, options: Partial<ContractOptions> = {}) {
  const found = contractTests({ open, ...options }).find((each) => each.name.startsWith(name));
  if (found === undefined) throw new Error(`no test "${name}"`);
  return found;
}

describe("contractTests", () => {
  test("gives a test for each case", async () => {
    const tests = contractTests({ open });
    expect(tests.map(({ name }) => name)).toEqual(storeContract.map(({ name }) => name));
    await testOf(kept).run();
    await expect(testOf(notKept).run()).rejects.toThrow("Expected values to be strictly equal");
  });

  test("runs a difference, says its reason, and is content that it fails", async () => {
    const said = vi.spyOn(console, "info").mockReturnValue();
    const differences = { [notKept]: "it is in memory" };
    const { name, difference, run } = testOf(notKept, { differences });
    await run();
    expect(name).toBe(`${notKept} (differs: it is in memory)`);
    expect(difference).toBe("it is in memory");
    expect(said.mock.calls).toEqual([[`differs: "${notKept}": it is in memory`]]);
    said.mockRestore();
  });

  test("reports a difference that is none any more", async () => {
    const said = vi.spyOn(console, "info").mockReturnValue();
    const { run } = testOf(kept, { differences: { [kept]: "it was so once" } });
    await expect(run()).rejects.toThrow(`difference "${kept}" as its case must fail: it passes`);
    said.mockRestore();
  });

  test.each([
    ["names no case", { "is fast": "it is not" }, 'name cases of the contract: not "is fast"'],
    ["has no reason", { [kept]: " " }, `have a reason for each: none for "${kept}"`],
    ["has no text for a reason", { [kept]: true as unknown as string }, "have a reason for each"],
  ])("refuses a difference that %s", (_, differences, message) => {
    const refused = () => contractTests({ open, differences });
    expect(refused).toThrow(expect.objectContaining({ code: "invalid_option" }));
    expect(refused).toThrow(message);
  });

  test("refuses what does not open a store", async () => {
    // Safe: what the types forbid is what is tried here.
    const notAFunction = new MemoryEventStore() as unknown as ContractOptions["open"];
    expect(() => contractTests({ open: notAFunction })).toThrow("must be a function");
    const noStore = (() => ({ append: () => {} })) as unknown as ContractOptions["open"];
    await expect(testOf(kept, { open: noStore }).run()).rejects.toThrow("must give an EventStore");
  });

  test("opens one store for all cases, and gives each a workspace that no other run uses", async () => {
    const workspaces: (string | undefined)[] = [];
    const opened = vi.fn(() =>
      faultyStore({
        options: (options) => {
          workspaces.push(options.workspaceId);
          return options;
        },
      }),
    );
    const { run } = testOf(kept, { open: opened });
    await run();
    await run();
    expect(opened).toHaveBeenCalledTimes(1);
    await testOf(kept, { open: opened }).run();
    expect(new Set(workspaces).size).toBe(2);
  });
});
