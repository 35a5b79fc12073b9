import assert from "node:assert/strict";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { type ContractCase, type ContractContext, collect } from "./contract-case.ts";

const noon = 1_700_000_000_000;
type Options = Parameters<ContractContext["store"]["search"]>[0];
type Events = readonly AuditEvent<BuiltInAction>[];

const down = (workspaceId: string, id: string, uid: string, timestamp: number) =>
  ({
    id,
    action: "monitor.down",
    metadata: { region: "gru" },
    workspaceId,
    uid,
    timestamp,
  }) as const;

const uidsOf = (events: Events) => events.map(({ uid }) => uid).join(" ");

async function found({ store, workspaceId }: ContractContext, options: Options): Promise<string> {
  const { events, cursor } = await store.search({ order: "oldest", ...options, workspaceId });
  assert.equal(cursor, undefined);
  return uidsOf(events);
}

/** Gives the events of all pages; `between` runs before each page but the first. */
async function allPages(
  { store, workspaceId }: ContractContext,
  options: Options,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<Events[]> {
  const pages: Events[] = [];
  let cursor: string | undefined;
  do {
    if (cursor !== undefined) await between(pages.length);
    const page = await store.search({ ...options, workspaceId, cursor });
    pages.push(page.events);
    assert.ok(pages.length <= 100, "pages have an end");
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

/** Promises about searching a workspace. */
export const searching: readonly ContractCase[] = [
  {
    name: "finds the events of a workspace newest first, by timestamp, uid and id, each once",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([
        down(workspaceId, "monitor:1", "a", noon),
        down(workspaceId, "monitor:\uffee", "b", noon),
        down(workspaceId, "monitor:😀", "b", noon),
        down(workspaceId, "monitor:0", "c", noon),
        down(workspaceId, "monitor:0", "0", noon + 1),
        down(`${workspaceId}!`, "monitor:1", "other", noon),
      ]);
      await store.append(down(workspaceId, "monitor:1", "a", noon));
      const { events, cursor } = await store.search({ workspaceId });
      const places = events.map(({ id, uid, copies }) => `${uid} ${id} ${copies}`);
      assert.deepEqual(places, [
        "0 monitor:0 1",
        "c monitor:0 1",
        "b monitor:😀 1",
        "b monitor:\uffee 1",
        "a monitor:1 2",
      ]);
      assert.equal(cursor, undefined);
      const oldest = await store.search({ workspaceId, order: "oldest" });
      assert.deepEqual(oldest.events, [...events].reverse());
      assert.deepEqual(await store.search({ workspaceId: `${workspaceId}?` }), { events: [] });
    },
  },
  {
    name: "finds by action, actor, target, story, outcome and time, and by all of them at once",
    async run(context) {
      const { store, workspaceId } = context;
      const base = (uid: string, timestamp: number) =>
        down(workspaceId, `monitor:${uid}`, uid, timestamp);
      await store.append([
        { ...base("a", noon), actor: { id: "u1" } },
        { ...base("b", noon + 1), targets: [{ id: "7", type: "user" }] },
        { ...base("c", noon + 2), correlationId: "incident:1", outcome: "denied" },
        {
          ...base("d", noon + 3),
          actor: { id: "u1" },
          targets: [
            { id: "8", type: "user" },
            { id: "7", type: "user" },
          ],
          correlationId: "incident:1",
          outcome: "denied",
        },
        { ...base("e", noon + 4), action: "monitor.recovered" },
      ]);
      assert.equal(await found(context, { actorId: "u1" }), "a d");
      assert.equal(await found(context, { actorId: "" }), "b c e");
      assert.equal(await found(context, { target: "user:7" }), "b d");
      assert.equal(await found(context, { target: "7:user" }), "");
      assert.equal(await found(context, { correlationId: "incident:1" }), "c d");
      assert.equal(await found(context, { outcome: "denied" }), "c d");
      assert.equal(await found(context, { outcome: "success" }), "a b e");
      assert.equal(await found(context, { actions: ["monitor.recovered"] }), "e");
      assert.equal(await found(context, { from: noon + 1, to: noon + 3 }), "b c d");
      const all = { actorId: "u1", target: "user:7", correlationId: "incident:1" } as const;
      assert.equal(await found(context, { ...all, outcome: "denied", to: noon + 3 }), "d");
      assert.equal(await found(context, { ...all, outcome: "failure" }), "");
    },
  },
  {
    name: "finds a part of the metadata as JSON text, as it is and as JSON writes it",
    async run(context) {
      const { store, workspaceId } = context;
      const messages = [
        'say "hi"',
        "é",
        "e\u0301",
        "back\\slash",
        "line\nbreak",
        "50% 😀",
        "a/b,c",
      ];
      await store.append(
        messages.map((message, index) => ({
          ...down(workspaceId, "monitor:1", String(index), noon + index),
          metadata: { region: "gru", message },
        })),
      );
      const range = { from: noon, to: noon + 100 };
      for (const [index, text] of messages.entries())
        assert.equal(await found(context, { ...range, text }), String(index), text);
      assert.equal(await found(context, { ...range, text: '"message":"say' }), "0");
      assert.equal(await found(context, { ...range, text: '\\"hi\\"' }), "0");
      assert.equal(await found(context, { ...range, text: "\\n" }), "4");
      assert.equal(await found(context, { ...range, text: "GRU" }), "");
      assert.equal(await found(context, { ...range, text: "%" }), "5");
      assert.equal(await found(context, { from: noon + 1, to: noon + 2, text: "gru" }), "1 2");
    },
  },
  {
    name: "finds hostile actors, targets, stories and texts again, and no other",
    async run(context) {
      const { store, workspaceId } = context;
      const texts = [
        "it's",
        'a"b',
        "\\",
        "\\'",
        "100%",
        "%27",
        "a,b",
        "😀",
        "{{ x }}",
        "\0\t\n",
        "[]",
      ];
      await store.append(
        texts.map((text, index) => ({
          ...down(workspaceId, "monitor:1", `u${String(index).padStart(2, "0")}`, noon),
          actor: { id: text },
          targets: [{ id: text, type: text }],
          correlationId: text,
          metadata: { region: `<${text}>` },
        })),
      );
      for (const [index, text] of texts.entries()) {
        const uid = `u${String(index).padStart(2, "0")}`;
        assert.equal(await found(context, { actorId: text }), uid, text);
        assert.equal(await found(context, { target: `${text}:${text}` }), uid, text);
        assert.equal(await found(context, { correlationId: text }), uid, text);
        const range = { from: noon, to: noon };
        assert.equal(await found(context, { ...range, text: `<${text}>` }), uid, text);
      }
    },
  },
  {
    name: "goes from page to page over equal timestamps, doubles and a conflict",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = Array.from({ length: 24 }, (_, index) =>
        down(
          workspaceId,
          `monitor:${index % 4}`,
          `u${String(index).padStart(2, "0")}`,
          noon + Math.floor(index / 8),
        ),
      );
      await store.append(drafts);
      await store.append(drafts.filter((_, index) => index % 3 === 0));
      const conflict = down(workspaceId, "monitor:2", "u10", noon + 1);
      await store.append({ ...conflict, metadata: { region: "fra" } });
      const listed = (await allPages(context, { limit: 1000 })).flat();
      assert.equal(listed.length, 25);
      for (const order of ["newest", "oldest"] as const)
        for (const limit of [3, 7, 12, 24]) {
          const pages = await allPages(context, { order, limit });
          assert.equal(pages.length, Math.ceil(24 / limit));
          assert.deepEqual(pages.flat(), order === "newest" ? listed : listed.toReversed());
        }
    },
  },
  {
    name: "skips nothing and gives nothing twice when late events and doubles come in between pages",
    async run(context) {
      const { store, workspaceId } = context;
      const at = (uid: string, timestamp: number) => down(workspaceId, "monitor:1", uid, timestamp);
      const drafts = Array.from({ length: 12 }, (_, index) =>
        at(`u${String(index).padStart(2, "0")}`, noon + Math.floor(index / 4)),
      );
      await store.append(drafts);
      const pages = await allPages(context, { order: "oldest", limit: 4 }, async (page) => {
        // A double of everything, one event behind the border and one before it, all at one moment.
        await store.append(drafts);
        await store.append([at(`u${page * 4 - 1}~`, noon + page), at(`a${page}`, noon + page - 1)]);
      });
      const seen = pages.flat().map(({ uid }) => uid);
      assert.equal(new Set(seen).size, seen.length);
      for (const { uid } of drafts) assert.ok(seen.includes(uid), uid);
      assert.ok(seen.includes("u3~") && seen.includes("u7~"));
      assert.ok(!seen.includes("a1") && !seen.includes("a2"));
    },
  },
  {
    name: "takes a cursor with the options that it was given for, and no other text",
    async run({ store, workspaceId }) {
      const drafts = ["a", "b", "c"].map((uid) => down(workspaceId, "monitor:1", uid, noon));
      await store.append(drafts);
      const options = { workspaceId, actions: ["monitor.down", "monitor.pause"], from: 1 } as const;
      const { cursor } = await store.search({ ...options, limit: 1 });
      assert.match(String(cursor), /^[\w-]+$/);
      // Safe: the types know today's names.
      const former = "monitor.failed" as "monitor.down";
      const same = { workspaceId, from: 1, actions: ["monitor.pause", former] } as const;
      const next = await store.search({ ...same, cursor, limit: 5, order: "newest" });
      assert.equal(uidsOf(next.events), "b a");
      const others: Options[] = [
        { ...options, order: "oldest" },
        { ...options, workspaceId: `${workspaceId}!` },
        { ...options, from: 2 },
        { ...options, to: 1 },
        { ...options, actions: ["monitor.down"] },
        { ...options, actorId: "" },
        { ...options, outcome: "success" },
      ];
      for (const other of others)
        await assert.rejects(store.search({ ...other, cursor }), {
          code: "invalid_read",
          field: "cursor",
          message: /come with the options that it was given for/,
        });
      const forge = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
      const [, mark] = JSON.parse(atob(String(cursor).replaceAll("-", "+").replaceAll("_", "/")));
      const hostile: unknown[] = [
        ...["", " ", "1", "null", "../../x", "%", "😀", "\0", `${cursor}x=`, "A".repeat(100_000)],
        ...[null, 5, {}, []],
        ...[1, {}, [], [1, mark], [2, mark, "1", "a", "monitor:1"]].map(forge),
        ...["9223372036854775808", "1e3", "01", "-0", "--", 5, null, "1) OR (1=1"].map(
          (timestamp) => forge([1, mark, timestamp, "a", "monitor:1"]),
        ),
        ...[null, 5, "\ud800"].flatMap((text) => [
          forge([1, mark, "1", text, "monitor:1"]),
          forge([1, mark, "1", "a", text]),
        ]),
        forge([1, mark, "1", "a", "monitor:1", "more"]),
        forge(["__proto__", mark]),
      ];
      // Safe: what the types forbid is what is tried here.
      for (const value of hostile)
        await assert.rejects(store.search({ ...options, cursor: value as string }), {
          code: "invalid_read",
          field: "cursor",
        });
      // A place that somebody made up is a place: it shows nothing that the options would not.
      const quotes = forge([1, mark, "9223372036854775807", "'); --", "monitor:1"]);
      assert.equal(uidsOf((await store.search({ ...options, cursor: quotes })).events), "c b a");
    },
  },
  {
    name: "refuses a search that cannot be meant, and names the option",
    async run({ store, workspaceId }) {
      const range = { from: noon, to: noon };
      const wrong: [string, object][] = [
        ["text", { text: "gru" }],
        ["text", { text: "gru", from: noon }],
        ["text", { text: "", ...range }],
        ["text", { text: 5, ...range }],
        ["text", { text: "\udc00", ...range }],
        ["text", { text: "x".repeat(257), ...range }],
        ["actorId", { actorId: null }],
        ["target", { target: "7" }],
        ["target", { target: { type: "user", id: "7" } }],
        ["correlationId", { correlationId: "" }],
        ["outcome", { outcome: "maybe" }],
        ["order", { order: "newest first" }],
        ["limit", { limit: 0 }],
        ["limit", { limit: 1001 }],
        ["from", { from: 2, to: 1 }],
        ["actions", { actions: [] }],
      ];
      for (const [field, options] of wrong)
        await assert.rejects(store.search({ workspaceId, ...options }), {
          code: "invalid_read",
          field,
        });
    },
  },
  {
    name: "reads what a search found from its stream again",
    async run({ store, workspaceId }) {
      await store.append(down(workspaceId, "monitor:1", "a", noon));
      const { events } = await store.search({ workspaceId });
      assert.deepEqual(events, await collect(store.read("monitor:1", { workspaceId })));
    },
  },
];
