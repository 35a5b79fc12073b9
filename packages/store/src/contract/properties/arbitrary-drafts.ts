import type { BuiltInAction, DraftOf } from "@audit/events";
import fc from "fast-check";

/** A moment around which everything happens, in ms since epoch, UTC. */
export const noon = 1_700_000_000_000;

// Few of each, so that doubles, conflicts and equal places are common.
export const workspaces = ["one", "two %'\"\\"] as const;
export const ids = ["monitor:\uffee", "monitor:😀", 'incident:"a,%b'] as const;
export const uids = ["a", "B", "%"] as const;
export const texts = ["gru", 'a"b', "é", "100%\\", "line\nbreak", "😀"] as const;
// Safe: a name from before, which the writer takes and the types do not know.
const former = "monitor.failed" as "monitor.down";
export const actions = ["monitor.down", "monitor.recovered", former] as const;

/** Mostly absent: what is asked for together would find nothing. */
export const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** When something happened. */
export const time = fc.integer({ min: noon, max: noon + 2 });
/** Mostly the first one. */
export const workspace = fc.constantFrom(workspaces[0], workspaces[0], ...workspaces);

const dated: fc.Arbitrary<DraftOf<BuiltInAction>> = fc.record({
  workspaceId: workspace,
  id: fc.constantFrom(...ids),
  uid: fc.constantFrom(...uids, ...uids, undefined),
  action: fc.constantFrom(...actions),
  metadata: fc.record({ region: fc.constantFrom(...texts) }),
  timestamp: time,
  actor: fc.constantFrom({ id: "" }, { id: 'u"1' }),
  targets: fc.constantFrom([], [{ id: "7%", type: "user" }]),
  outcome: fc.constantFrom("success", "denied"),
  correlationId: optional(fc.constant("incident:'1")),
});

// A retry without a timestamp has that of the first try: under a uid of its own, as with the others' it
// could be another fact at one of their places.
const undated = dated.map(
  ({ timestamp: _, ...draft }): DraftOf<BuiltInAction> => ({ ...draft, uid: "undated" }),
);
const draft = fc.oneof({ weight: 9, arbitrary: dated }, { weight: 1, arbitrary: undated });

/**
 * Gives drafts to append at one moment, some twice, one right after the other. No two state different
 * facts at one place: recorded at one moment, such facts have no order.
 */
export const drafts: fc.Arbitrary<readonly DraftOf<BuiltInAction>[]> = fc
  .uniqueArray(fc.tuple(draft, fc.constantFrom(1, 1, 1, 2)), {
    minLength: 1,
    maxLength: 8,
    // No two that have no uid are one event.
    selector: ([{ workspaceId, id, uid, timestamp }]) =>
      uid === undefined ? Symbol() : `${workspaceId} ${id} ${uid} ${timestamp}`,
  })
  .map((all) => all.flatMap(([each, times]) => Array.from({ length: times }, () => each)));
