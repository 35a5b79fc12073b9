import type { DraftOf } from "@audit/events";
import { type CheckResult, createDetector } from "@audit/incident-service";
import type { EventStore } from "@audit/store";
import { checksDigest } from "./checks-digest.ts";
import { type ChecksImport, type DemoAction, importsId } from "./checks-import.ts";
import { readImports } from "./read-imports.ts";

type Drafts = readonly DraftOf<DemoAction>[];

const draftsPerAppend = 1000;

/**
 * Lets the incident service turn checks into drafts and appends these, after an import that says so.
 *
 * Uids follow from the checks from the first on, so the same checks again change nothing, and finish
 * what was cut off. The detector starts from nothing each time; that is why a store that holds an
 * import takes only checks that begin with those of that import.
 *
 * @param checks in the order they were made
 * @param skipped how many lines were no checks
 * @param report is told how many of the events are in
 * @throws {Error} when the store holds anything else; nothing was appended
 */
export async function importChecks(
  store: EventStore<DemoAction>,
  checks: readonly CheckResult[],
  skipped: number,
  report: (done: number, all: number) => void = () => undefined,
): Promise<void> {
  const before = await readImports(store);
  await assertContinues(store, before, checks);
  const { drafts, started } = draftsOf(checks, skipped);
  const isKnown = before.some(
    (known) => known.checks === started?.checks && known.skipped === skipped,
  );
  if (started !== undefined && !isKnown)
    await store.append({ id: importsId, action: "checks.import", metadata: started });
  for (let from = 0; from < drafts.length; from += draftsPerAppend) {
    await store.append(drafts.slice(from, from + draftsPerAppend));
    report(Math.min(from + draftsPerAppend, drafts.length), drafts.length);
  }
}

/** Gives the drafts that checks lead to and the import to append before them; none without a check. */
export function draftsOf(
  checks: readonly CheckResult[],
  skipped: number,
): { readonly drafts: Drafts; readonly started: ChecksImport | undefined } {
  const detector = createDetector();
  const drafts = checks.flatMap((check) => detector.detect(check));
  const lastCheckAt = checks.at(-1)?.timestamp;
  if (lastCheckAt === undefined) return { drafts, started: undefined };
  const sha256 = checksDigest(checks);
  return {
    drafts,
    started: { checks: checks.length, skipped, lastCheckAt, sha256, events: drafts.length },
  };
}

async function assertContinues(
  store: EventStore<DemoAction>,
  before: readonly ChecksImport[],
  checks: readonly CheckResult[],
): Promise<void> {
  const cannot = "Cannot import these checks as the data must";
  const another = "give another directory with --data";
  const continues = ({ checks: count, sha256 }: ChecksImport) =>
    count <= checks.length && checksDigest(checks.slice(0, count)) === sha256;
  if (!before.every(continues))
    throw new Error(
      `${cannot} be of the same file, or of the beginning of it: other checks were imported there; ${another}`,
    );
  if (before.length === 0 && !(await isEmpty(store)))
    throw new Error(`${cannot} be of an import: it holds other events; ${another}`);
}

async function isEmpty(store: EventStore<DemoAction>): Promise<boolean> {
  for await (const _ of store.readAll()) return false;
  return true;
}
