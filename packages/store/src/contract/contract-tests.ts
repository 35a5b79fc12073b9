import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { BuiltInAction } from "@audit/events";
import { assertMethods, InvalidOptionError } from "../assert-option.ts";
import type { EventStore } from "../event-store.ts";
import type { ContractCase, OpenStore } from "./contract-case.ts";
import { storeContract } from "./store-contract.ts";

/** What the contract is run against. */
export interface ContractOptions {
  /** Opens a store over the backend to be tried, of which nothing needs to be empty. */
  readonly open: OpenStore;
  /**
   * Promises that this store does not keep, by the names of their cases, each with its reason. Such a
   * case is run all the same and must fail: a difference that is gone is to be taken off this list.
   */
  readonly differences?: Readonly<Record<string, string>>;
}

/** A case of the contract, ready to be run by any test runner. */
export interface ContractTest {
  /** Its name; for a difference, with the reason. */
  readonly name: string;
  /** Why the store does not keep this promise; absent where it must. */
  readonly difference?: string;
  /** Rejects where the promise is not kept, or where a difference is none any more. */
  run(): Promise<void>;
}

/**
 * Gives every case of the contract as a test of a store, each in a workspace of its own.
 *
 * Differences are said once more on the console when their cases run.
 *
 * @throws {InvalidOptionError} when a difference names no case, or has no reason
 *
 * @example
 * const tests = contractTests({
 *   open: (options) => new MemoryEventStore({ writer: options?.writer }),
 *   differences: { "reads through one store what was appended through another": "it is in memory" },
 * });
 * for (const { run } of tests.slice(0, 3)) await run();
 */
export function contractTests({
  open,
  differences = {},
}: ContractOptions): readonly ContractTest[] {
  if (typeof open !== "function") throw new InvalidOptionError("open", "be a function");
  assertDifferences(differences);
  // Two runs on one backend meet nowhere.
  const run = randomUUID().slice(0, 8);
  let opened: Promise<EventStore<BuiltInAction>> | undefined;
  return storeContract.map((each) => {
    const { name } = each;
    const difference = Object.hasOwn(differences, name) ? differences[name] : undefined;
    const keepsPromise = async (): Promise<void> => {
      opened ??= openStore(open);
      await each.run({ store: await opened, open, workspaceId: `${name} (${run})` });
    };
    if (difference === undefined) return { name, run: keepsPromise };
    return {
      name: `${name} (differs: ${difference})`,
      difference,
      run: () => assertDiffers(each, difference, keepsPromise),
    };
  });
}

async function openStore(open: OpenStore): Promise<EventStore<BuiltInAction>> {
  const methods = ["append", "read", "readMany", "readAll", "search"] as const;
  return assertMethods("open", await open(), methods, "give an EventStore");
}

async function assertDiffers(
  { name }: ContractCase,
  difference: string,
  keepsPromise: () => Promise<void>,
): Promise<void> {
  console.info(`differs: "${name}": ${difference}`);
  const error: unknown = await keepsPromise().then(
    () => undefined,
    (thrown: unknown) => thrown ?? new Error("a rejection without a reason"),
  );
  assert.ok(
    error !== undefined,
    `Cannot keep the difference "${name}" as its case must fail: it passes, take it off the list`,
  );
}

function assertDifferences(differences: Readonly<Record<string, string>>): void {
  for (const [name, reason] of Object.entries(differences)) {
    if (!storeContract.some((each) => each.name === name))
      throw new InvalidOptionError("differences", `name cases of the contract: not "${name}"`);
    if (typeof reason !== "string" || reason.trim() === "")
      throw new InvalidOptionError("differences", `have a reason for each: none for "${name}"`);
  }
}
