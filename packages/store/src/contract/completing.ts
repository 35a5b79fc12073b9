import assert from "node:assert/strict";
import type { BuiltInAction } from "@audit/events";
import type { CompletenessOptions } from "../completeness/completeness-options.ts";
import type { EventStore } from "../event-store.ts";
import { InvalidReadError } from "../store-error.ts";
import type { ContractCase } from "./contract-case.ts";

const paused = (workspaceId: string, id = "monitor:1") =>
  ({ id, action: "monitor.pause", metadata: {}, workspaceId }) as const;

/** Appends over two workspaces, and gives the writer, and when its events were recorded. */
async function written(store: EventStore<BuiltInAction>, workspaceId: string) {
  await store.append([paused(workspaceId), paused(workspaceId, "monitor:2"), paused(workspaceId)]);
  await store.append(paused(`${workspaceId}!`));
  await store.append(paused(workspaceId));
  const events = [];
  for await (const event of store.readAll({ workspaceId })) events.push(event);
  const times = events.map(({ recordedAt }) => recordedAt);
  const numbers = events.map(({ sequence }) => sequence ?? 0);
  const writer = events[0]?.writer ?? "";
  return { writer, numbers, from: Math.min(...times), to: Math.max(...times) };
}

/** Promises about counting what is there. The stores of other cases are used by this writer, too. */
export const completing: readonly ContractCase[] = [
  {
    name: "finds every number of a writer in a window, over workspaces and streams",
    async run({ store, workspaceId }) {
      const { writer, numbers, from, to } = await written(store, workspaceId);
      const completeness = await store.completeness({ from, to });
      const own = completeness.writers.find((one) => one.writer === writer);
      assert.ok(own);
      assert.equal(own.missing, 0);
      assert.deepEqual(own.gaps, []);
      assert.equal(own.expected, own.last - own.first + 1);
      assert.equal(own.present + own.outside, own.expected);
      assert.ok(own.first <= Math.min(...numbers) && own.last >= Math.max(...numbers));
      assert.ok(own.expected >= 5);
      assert.equal(own.newestAt, to);
      assert.equal(completeness.newest?.recordedAt, to);
      assert.equal(completeness.newest?.age, completeness.askedAt - to);
      assert.deepEqual([completeness.from, completeness.to], [from, to]);
      assert.equal(completeness.totals.missing, 0);
    },
  },
  {
    name: "counts an event that was delivered again as a copy, not as another one",
    async run({ store, workspaceId }) {
      const draft = { ...paused(workspaceId), uid: "copied" };
      await store.append(draft);
      await store.append([draft, draft]);
      const [event] = await (async () => {
        const events = [];
        for await (const one of store.read("monitor:1", { workspaceId })) events.push(one);
        return events;
      })();
      const from = event?.recordedAt ?? 0;
      const { writers } = await store.completeness({ from, to: Date.now() });
      const own = writers.find(({ writer }) => writer === event?.writer);
      assert.ok(own && own.copies >= 2, `${own?.copies}`);
      assert.equal(own.reused, 0);
      assert.equal(own.missing, 0);
    },
  },
  {
    name: "tells how deep a spool is, and that it is not complete until that is sent",
    async run({ store }) {
      const window = { from: 1, to: 2 };
      const deep = { state: async () => ({ events: 3, bytes: 400, age: 7 }) };
      const { spool, isComplete, unknowable } = await store.completeness({
        ...window,
        spool: deep,
      });
      assert.deepEqual(spool, { events: 3, bytes: 400 });
      assert.equal(isComplete, false);
      assert.ok(unknowable.every(({ code }) => code !== "spool"));
      const empty = await store.completeness(window);
      assert.deepEqual(empty.writers, []);
      assert.equal(empty.totals.writers, 0);
      assert.equal(empty.newest, undefined);
      assert.equal(empty.isComplete, true);
      assert.ok(empty.unknowable.some(({ code }) => code === "spool"));
    },
  },
  {
    name: "looks at the day before one visibility lag ago when it is not told where",
    async run({ store }) {
      const { from, to, askedAt, unknowable } = await store.completeness();
      assert.ok(askedAt - to >= 10_000 && askedAt - to < 40_000, `${askedAt - to}`);
      assert.equal(to - from, 86_400_000);
      assert.deepEqual(
        unknowable.map(({ code }) => code).filter((code) => code === "not_visible_yet"),
        [],
      );
      const open = await store.completeness({ to: askedAt });
      assert.ok(open.unknowable.some(({ code }) => code === "not_visible_yet"));
    },
  },
  {
    name: "refuses to count what cannot be counted, and names the option",
    async run({ store }) {
      const wrong = [
        ["from", { from: 1.5 }],
        ["to", { to: "now" }],
        ["from", { from: 2, to: 1 }],
        ["limit", { limit: 0 }],
        ["limit", { limit: 1_001 }],
        ["signal", { signal: {} }],
        ["from", { from: 8e15 }],
        ["options", null],
      ] as const;
      // Safe: what the types forbid is what is tried here.
      for (const [field, options] of wrong)
        await assert.rejects(store.completeness(options as CompletenessOptions), (error) => {
          assert.ok(error instanceof InvalidReadError, String(error));
          assert.equal(error.field, field);
          return true;
        });
      const reason = new Error("enough");
      await assert.rejects(store.completeness({ signal: AbortSignal.abort(reason) }), reason);
      // Safe: as above.
      const spool = {} as NonNullable<CompletenessOptions["spool"]>;
      await assert.rejects(store.completeness({ spool }), { code: "invalid_option" });
    },
  },
];
