import { describe, expect, expectTypeOf, test } from "vitest";
import { MemoryEventStore } from "../../memory-event-store.ts";
import type { OpenOptions } from "../contract-case.ts";
import { faultsOfIsolation } from "../faults/faults-of-isolation.fixture.ts";
import { faultsOfOrder } from "../faults/faults-of-order.fixture.ts";
import { faultsOfReading } from "../faults/faults-of-reading.fixture.ts";
import { faultsOfSearching } from "../faults/faults-of-searching.fixture.ts";
import { type Fault, faultyStore } from "../faults/faulty-store.fixture.ts";
import { FalsifiedPropertyError } from "./falsified-property-error.ts";
import { type PropertyOptions, storeProperties } from "./store-properties.ts";

const faults: Readonly<Record<string, Fault | undefined>> = {
  ...faultsOfOrder,
  ...faultsOfIsolation,
  ...faultsOfReading,
  ...faultsOfSearching,
};

/** Gives the error that each property ends with, for a store with a fault. */
async function errorsOf(name: string, options: Partial<PropertyOptions> = {}): Promise<unknown[]> {
  const open = (asked?: OpenOptions) => faultyStore(faults[name] ?? {}, asked);
  // Found within a few runs; a shorter example is looked for in another test.
  const properties = storeProperties({ open, seed: 1, timeLimit: 3_000, ...options });
  return Promise.all(
    properties.map(({ run }) =>
      run().then(
        () => undefined,
        (error) => error,
      ),
    ),
  );
}

describe("storeProperties", () => {
  test("compare many answers, with copies and conflicts among them", async () => {
    const open = (options?: OpenOptions) => new MemoryEventStore({ writer: options?.writer });
    const [sameAnswers] = storeProperties({ open, runs: 20, recordedAt: "writer" });
    const compared = await sameAnswers?.run();
    expect(compared?.answers).toBeGreaterThan(60);
    expect(compared?.events).toBeGreaterThan(200);
    expect(compared?.copies).toBeGreaterThan(30);
    expect(compared?.conflicts).toBeGreaterThan(10);
    expectTypeOf(compared).toEqualTypeOf<
      { answers: number; events: number; copies: number; conflicts: number } | undefined
    >();
  });

  test.each([
    "gives events as they were appended",
    "cannot read backward",
    "counts no copies",
    "takes one uid of a stream for one event, whatever its timestamp",
    "leaves out what is at the bounds",
    "finds every outcome",
    "begins every page at the beginning",
    "gives all workspaces where it reads all streams",
  ])("catch a store that %s, each by itself", async (name) => {
    for (const error of await errorsOf(name)) expect(error).toBeInstanceOf(FalsifiedPropertyError);
  });

  test("give the seed, the path and few commands, and the same again with them", async () => {
    const [error] = await errorsOf("gives one event too many", { timeLimit: 30_000 });
    if (!(error instanceof FalsifiedPropertyError)) throw error;
    const { seed, path, commands, message } = error;
    expect(seed).toBe(1);
    expect(commands.length).toBeLessThanOrEqual(5);
    expect(message).toContain("it is not after the commands below, with {");
    expect(message).toContain(`Run it again with { seed: 1, path: "${path}" }\n  1. {`);
    expect(message).toContain('"limit":');
    const [again] = await errorsOf("gives one event too many", { seed, path });
    expect(again).toMatchObject({ seed, commands });
  });

  test("find nothing in a store without a fault, whoever records", async () => {
    for (const recordedAt of ["writer", "store"] as const)
      expect(await errorsOf("none", { recordedAt, runs: 20 })).toEqual([undefined, undefined]);
  });

  test("leave recordedAt to a store that has a clock of its own", async () => {
    const own = "says that everything was recorded when it happened";
    const [sameAnswers] = await errorsOf(own, { runs: 30 });
    expect(sameAnswers).toBeUndefined();
    const [withTheirs] = await errorsOf(own, { runs: 30, recordedAt: "writer" });
    expect(withTheirs).toBeInstanceOf(FalsifiedPropertyError);
  });

  test.each([
    ["open", { open: 5 }],
    ["runs", { runs: 0 }],
    ["timeLimit", { timeLimit: 0.5 }],
    ["recordedAt", { recordedAt: "tinybird" }],
    ["path", { path: "0:1" }],
  ])("refuse the option %s that cannot be meant", (option, wrong) => {
    // Safe: what the types forbid is what is tried here.
    const options = { open: () => new MemoryEventStore(), ...wrong } as unknown as PropertyOptions;
    expect(() => storeProperties(options)).toThrow(expect.objectContaining({ option }));
  });
});
