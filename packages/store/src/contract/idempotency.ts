import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

// What is appended, one call after the other, and what a reader has then. A letter is an event with
// a uid and a timestamp of its own; letters side by side are one list.
const sequences = [
  ["a a", "a*2"],
  ["a a a", "a*3"],
  ["a b c d e f a", "a*2 b c d e f"],
  ["a b c d e f f", "a b c d e f*2"],
  ["a b c a b c", "a*2 b*2 c*2"],
  ["a b c c b a", "a*2 b*2 c*2"],
  ["ab a", "a*2 b"],
  ["ab b", "a b*2"],
  ["ab ab", "a*2 b*2"],
  ["ab abc", "a*2 b*2 c"],
  ["ab ba", "a*2 b*2"],
  ["abc cba ac", "a*3 b*2 c*3"],
  ["aa", "a*2"],
  ["aba", "a*2 b"],
  ["aabb aabb", "a*4 b*4"],
  ["a aa", "a*3"],
  ["b a b", "a b*2"],
  ["c b a abc", "a*2 b*2 c*2"],
] as const;

/** Promises about appending what may have been appended before. */
export const idempotency: readonly ContractCase[] = [
  ...sequences.map(
    ([appends, expected]): ContractCase => ({
      name: `gives ${expected} of the appends ${appends}`,
      async run(context) {
        const { store, workspaceId } = context;
        for (const list of appends.split(" ")) {
          const drafts = [...list].map((uid) =>
            recovered(workspaceId, uid, noon + uid.charCodeAt(0)),
          );
          const [first, ...others] = drafts;
          if (first === undefined) continue;
          const receipts =
            others.length === 0 ? [await store.append(first)] : await store.append(drafts);
          assert.deepEqual(
            receipts,
            drafts.map(({ uid }) => ({ uid, status: "accepted" })),
          );
        }
        const events = await readStream(context, "monitor:1");
        assert.equal(uidsOf(events), expected);
        const { events: found } = await store.search({ workspaceId, order: "oldest" });
        assert.deepEqual(found, events);
        // A retry has the numbers that it had, so nothing is missing between any two events.
        const links = events.map(({ sequence }) => sequence).sort((a = 0, b = 0) => a - b);
        const previous = events.map((event) => Number(event.previous)).sort((a, b) => a - b);
        assert.deepEqual(previous, [0, ...links.slice(0, -1)]);
        assert.ok(events.every(({ otherDeliveries }) => otherDeliveries === undefined));
      },
    }),
  ),
  {
    name: "gives an event once that was appended many times at once",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = ["a", "b"].map((uid) => recovered(workspaceId, uid));
      await Promise.all(Array.from({ length: 8 }, () => store.append(drafts)));
      const events = await readStream(context, "monitor:1");
      assert.equal(uidsOf(events), "a*8 b*8");
      assert.ok(events.every(({ otherDeliveries }) => otherDeliveries === undefined));
    },
  },
  {
    name: "takes a uid with another timestamp for another event",
    async run(context) {
      const { store, workspaceId } = context;
      for (const timestamp of [noon, noon + 2, noon, noon + 1, noon + 2])
        await store.append(recovered(workspaceId, "a", timestamp));
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ timestamp, copies }) => [timestamp - noon, copies]),
        [
          [0, 2],
          [1, 1],
          [2, 2],
        ],
      );
    },
  },
  {
    name: "takes a uid in another stream or another workspace for another event",
    async run({ store, workspaceId }) {
      const other = `${workspaceId} (other)`;
      await store.append([
        recovered(workspaceId, "a", noon, "monitor:1"),
        recovered(workspaceId, "a", noon, "monitor:2"),
        recovered(other, "a", noon, "monitor:1"),
      ]);
      await store.append(recovered(workspaceId, "a", noon, "monitor:2"));
      const places = async (workspace: string) =>
        (await collect(store.readAll({ workspaceId: workspace }))).map(
          ({ id, copies }) => `${id}*${copies}`,
        );
      assert.deepEqual(await places(workspaceId), ["monitor:1*1", "monitor:2*2"]);
      assert.deepEqual(await places(other), ["monitor:1*1"]);
    },
  },
  {
    name: "takes a draft that spells defaults out, or orders its keys otherwise, for the same event",
    async run(context) {
      const { store, workspaceId } = context;
      const metadata = { region: "gru", latency: 5 };
      const draft = { ...recovered(workspaceId, "a"), metadata, actor: { id: "u1" } };
      await store.append(draft);
      await store.append({
        ...draft,
        metadata: { latency: 5, region: "gru" },
        actor: { type: "user", name: "u1", id: "u1" },
        targets: [],
        outcome: "success",
        context: {},
        version: 1,
        correlationId: undefined,
      });
      assert.equal(uidsOf(await readStream(context, "monitor:1")), "a*2");
    },
  },
  {
    name: "keeps what differs under one uid in any field, each fact with its own copies",
    async run(context) {
      const { store, workspaceId } = context;
      const draft = { ...recovered(workspaceId, "a"), correlationId: "story" };
      const others = [
        { ...draft, metadata: { region: "fra" } },
        { ...draft, metadata: { region: "gru", latency: 0 } },
        { ...draft, actor: { id: "u1" } },
        { ...draft, targets: [{ id: "1", type: "monitor" }] },
        { ...draft, outcome: "failure" as const },
        { ...draft, context: { requestId: "r1" } },
        { ...draft, correlationId: undefined },
        { ...draft, causationId: "b" },
        { ...draft, action: "monitor.degraded" as const },
      ];
      await store.append(draft);
      for (const other of others) await store.append(other);
      await store.append(draft);
      for (const other of others) await store.append(other);
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ copies }) => copies),
        [draft, ...others].map(() => 2),
      );
      const limited = await collect(store.read("monitor:1", { workspaceId, limit: 1 }));
      assert.deepEqual(limited, events);
    },
  },
  {
    name: "takes appends without a uid for new events, however alike they are",
    async run(context) {
      const { store, workspaceId } = context;
      const draft = recovered(workspaceId, undefined);
      await Promise.all([store.append(draft), store.append([draft, draft]), store.append(draft)]);
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ copies }) => copies),
        [1, 1, 1, 1],
      );
      assert.equal(new Set(events.map(({ uid }) => uid)).size, 4);
    },
  },
];
