import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { assertPositive, InvalidOptionError } from "../../assert-option.ts";
import type { OpenStore } from "../contract-case.ts";
import { appends, type Command, commands } from "./arbitrary-commands.ts";
import { FalsifiedPropertyError } from "./falsified-property-error.ts";
import { assertLawsOfReading } from "./laws-of-reading.ts";
import { assertSameAnswers, type Compared } from "./same-answers.ts";

/** What properties are tried on, and how often. */
export interface PropertyOptions {
  /** Opens a store with the writer and the page size that it is given, over any backend. */
  readonly open: OpenStore;
  /** How many sequences of commands are tried. @defaultValue 100 */
  readonly runs?: number;
  /** Makes the sequences: the same for the same number. @defaultValue another one each time */
  readonly seed?: number;
  /** Where a sequence was found that failed: it is tried first. Comes with its `seed`. */
  readonly path?: string;
  /**
   * Ms after which no other sequence is tried, nor a shorter one looked for. To be less than what the
   * test runner gives a test. @defaultValue 40,000
   */
  readonly timeLimit?: number;
  /**
   * Who sets `recordedAt`. `"writer"`: the clock of the writer that `open` is given, so that it can be
   * compared and `knownAt` asked for. @defaultValue `"store"`, with a clock of its own
   */
  readonly recordedAt?: "writer" | "store";
}

/** A property of every store, ready to be run by any test runner. */
export interface PropertyTest {
  readonly name: string;
  /**
   * Gives how much was compared.
   *
   * @throws {FalsifiedPropertyError} with the seed, the path and the fewest commands that show it
   */
  run(): Promise<Compared>;
}

/**
 * Gives what must hold for a store whatever is appended and asked, as tests.
 *
 * One holds it against a `MemoryEventStore`, answer by answer; one holds what it gives in one way
 * against what it gives in another, so that a fault of the memory store would show too.
 *
 * @throws {InvalidOptionError} naming the option
 *
 * @example
 * const properties = storeProperties({
 *   open: (options) => new MemoryEventStore({ writer: options?.writer }),
 *   runs: 5,
 * });
 * for (const { run } of properties) await run();
 */
export function storeProperties(options: PropertyOptions): readonly PropertyTest[] {
  const { open, recordedAt = "store" } = options;
  if (typeof open !== "function") throw new InvalidOptionError("open", "be a function");
  assertPositive("runs", options.runs ?? 100);
  assertPositive("timeLimit", options.timeLimit ?? 40_000);
  if (recordedAt !== "writer" && recordedAt !== "store")
    throw new InvalidOptionError("recordedAt", 'be "writer" or "store"');
  if (options.path !== undefined && options.seed === undefined)
    throw new InvalidOptionError("path", "come with the seed that it was found with");
  const run = randomUUID().slice(0, 8);
  let trials = 0;
  const nextName = () => `${run} ${++trials}`;
  const pageSize = fc.constantFrom(2, 7, 50);
  const rememberedUids = fc.constantFrom(1, 100);
  return [
    test(
      "gives the answers of MemoryEventStore, whatever is appended and asked",
      fc.record({ commands, pageSize, rememberedUids }),
      (each, compared) =>
        assertSameAnswers(each.commands, { ...each, open, recordedAt, name: nextName(), compared }),
      options,
    ),
    test(
      "gives one truth in every way of reading, whatever was appended",
      fc.record({ commands: appends, pageSize }),
      (each) => assertLawsOfReading(each.commands, { ...each, open, name: nextName() }),
      options,
    ),
  ];
}

function test<Each extends { readonly commands: readonly Command[] }>(
  name: string,
  arbitrary: fc.Arbitrary<Each>,
  assertHolds: (each: Each, compared: Compared) => Promise<void>,
  { runs = 100, seed, path, timeLimit = 40_000 }: PropertyOptions,
): PropertyTest {
  return {
    name,
    async run() {
      const compared: Compared = { answers: 0, events: 0, copies: 0, conflicts: 0 };
      const property = fc.asyncProperty(arbitrary, (each) => assertHolds(each, compared));
      const details = await fc.check(property, {
        numRuns: runs,
        interruptAfterTimeLimit: timeLimit,
        ...(seed !== undefined && { seed }),
        ...(path !== undefined && { path }),
      });
      if (details.failed) {
        const { commands: fewest = [], ...settings } = details.counterexample?.[0] ?? {};
        throw new FalsifiedPropertyError(name, {
          seed: details.seed,
          path: details.counterexamplePath ?? "",
          commands: fewest,
          settings,
          cause: details.errorInstance,
        });
      }
      return compared;
    },
  };
}
