import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

type Store = ContractContext["store"];

// So that doubles stand on both sides of every border, and some fill a page of three alone.
const stream = "a b*2 c d*3 e f*2 g*4 h";
const uids = stream.split(" ").map((item) => item.split("*"));
const pageSizes = [1, 2, 3] as const;

/** Appends the stream above, under a page size, in two milliseconds. */
async function opened({ open, workspaceId }: ContractContext, pageSize: number, id = "monitor:1") {
  const store = await open({ pageSize });
  const drafts = uids.flatMap(([uid = "", copies = "1"]) =>
    Array.from({ length: Number(copies) }, () =>
      recovered(`${workspaceId} ${pageSize}`, uid, uid < "e" ? noon : noon + 1, id),
    ),
  );
  await store.append(drafts);
  return { store, workspaceId: `${workspaceId} ${pageSize}` };
}

async function read(store: Store, options: Parameters<Store["read"]>[1]): Promise<string> {
  return uidsOf(await collect(store.read("monitor:1", options)));
}

const reversed = (text: string) => text.split(" ").reverse().join(" ");

/** Promises about reading page by page, which nobody who reads may notice. */
export const paging: readonly ContractCase[] = [
  ...pageSizes.map(
    (pageSize): ContractCase => ({
      name: `gives a stream whole in both directions, over doubles at the borders of pages of ${pageSize}`,
      async run(context) {
        const { store, workspaceId } = await opened(context, pageSize);
        assert.equal(await read(store, { workspaceId }), stream);
        assert.equal(await read(store, { workspaceId, direction: "backward" }), reversed(stream));
        assert.equal(await read(store, { workspaceId, from: noon + 1 }), "e f*2 g*4 h");
        assert.equal(
          await read(store, { workspaceId, to: noon, direction: "backward" }),
          "d*3 c b*2 a",
        );
      },
    }),
  ),
  {
    name: "gives as many events as are wanted over small pages, wherever the last one ends",
    async run(context) {
      const { store, workspaceId } = await opened(context, 2);
      const items = stream.split(" ");
      for (const limit of [1, 2, 3, 4, 7, 8, 9]) {
        assert.equal(await read(store, { workspaceId, limit }), items.slice(0, limit).join(" "));
        assert.equal(
          await read(store, { workspaceId, limit, direction: "backward" }),
          items.toReversed().slice(0, limit).join(" "),
        );
      }
    },
  },
  {
    name: "goes on behind each event over small pages, one by one",
    async run(context) {
      const { store, workspaceId } = await opened(context, 3);
      for (const direction of ["forward", "backward"] as const) {
        const seen = [];
        let after: { timestamp: number; uid: string } | undefined;
        for (;;) {
          const options = { workspaceId, direction, after, limit: 1 };
          const [next] = await collect(store.read("monitor:1", options));
          if (next === undefined) break;
          assert.ok(seen.length < 8, "a place behind which a stream goes on is behind it");
          seen.push(next);
          after = next;
        }
        assert.equal(uidsOf(seen), direction === "forward" ? stream : reversed(stream));
      }
    },
  },
  {
    name: "gives streams one after the other whose ends fall on the ends of pages",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      const lengths = [2, 1, 4, 3, 1, 1, 2];
      const ids = lengths.map((_, index) => `monitor:${index}`);
      const drafts = lengths.flatMap((length, index) =>
        Array.from({ length }, (_, at) => recovered(workspaceId, `u${at}`, noon + at, ids[index])),
      );
      await store.append(drafts);
      const places = (events: readonly { id: string; uid?: string | undefined }[]) =>
        events.map(({ id, uid }) => `${id} ${uid}`);
      const whole = places(drafts);
      assert.deepEqual(places(await collect(store.readAll({ workspaceId }))), whole);
      assert.deepEqual(places(await collect(store.readMany(ids, { workspaceId }))), whole);
      const some = [ids[0], ids[2], ids[5]].map((id) => id ?? "");
      assert.deepEqual(
        places(await collect(store.readMany(some, { workspaceId }))),
        whole.filter((place) => some.some((id) => place.startsWith(`${id} `))),
      );
    },
  },
  {
    name: "keeps the facts of a conflict together over the border of a page",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      await store.append(["a", "b", "c"].map((uid) => recovered(workspaceId, uid)));
      for (const region of ["fra", "ams", "iad"])
        await store.append({ ...recovered(workspaceId, "b"), metadata: { region } });
      await store.append(recovered(workspaceId, "b"));
      assert.equal(await read(store, { workspaceId }), "a b*2 b b b c");
      assert.equal(await read(store, { workspaceId, direction: "backward" }), "c b b b b*2 a");
      assert.equal(await read(store, { workspaceId, limit: 2 }), "a b*2 b b b");
      const page = await store.search({ workspaceId, order: "oldest", limit: 2 });
      assert.equal(uidsOf(page.events), "a b*2 b b b");
      const { cursor } = page;
      const rest = await store.search({ workspaceId, order: "oldest", limit: 2, cursor });
      assert.equal(uidsOf(rest.events), "c");
    },
  },
  {
    name: "finds over small pages what it finds over one, whatever the limit",
    async run(context) {
      const { store, workspaceId } = await opened(context, 2);
      for (const limit of [1, 2, 3, 8]) {
        const seen = [];
        let cursor: string | undefined;
        do {
          const page = await store.search({ workspaceId, order: "oldest", limit, cursor });
          assert.ok(page.events.length === limit || page.cursor === undefined);
          assert.ok(seen.length < 9, "pages have an end");
          seen.push(...page.events);
          cursor = page.cursor;
        } while (cursor !== undefined);
        assert.equal(uidsOf(seen), stream);
      }
    },
  },
];
