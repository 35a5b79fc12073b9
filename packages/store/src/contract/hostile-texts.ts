import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect, readStream } from "./contract-case.ts";
import { nastyTexts } from "./nasty-texts.ts";
import { noon, recovered } from "./recovered.ts";

const texts = [...nastyTexts, "x".repeat(2_500), "😀".repeat(600)];
const uidAt = (index: number) => `u${String(index).padStart(3, "0")}`;

/** Appends a draft for each text, reads them back, and gives what each event says. */
async function roundTrip(
  { store, workspaceId }: ContractContext,
  fieldsOf: (text: string) => object,
): Promise<object[]> {
  await store.append(
    texts.map((text, index) => ({ ...recovered(workspaceId, uidAt(index)), ...fieldsOf(text) })),
  );
  return readStream({ store, workspaceId }, "monitor:1");
}

/** Fails where a field of an event is not what the text of its place makes of it. */
function assertFields(events: readonly object[], fieldsOf: (text: string) => object): void {
  assert.equal(events.length, texts.length);
  for (const [index, text] of texts.entries()) {
    const expected = fieldsOf(text);
    const found = Object.entries({ ...events[index] }).filter(([key]) => key in expected);
    assert.deepEqual(Object.fromEntries(found), expected, JSON.stringify(text.slice(0, 40)));
  }
}

/** Promises that texts come back letter by letter, whichever field they stand in. */
export const hostileTexts: readonly ContractCase[] = [
  {
    name: "gives back hostile actors as they were",
    async run(context) {
      const actor = (text: string) => ({
        actor: { id: text, name: text, onBehalfOf: { id: text, name: text } },
      });
      assertFields(await roundTrip(context, actor), (id) => {
        const principal = { id, name: id, type: "user" };
        return { actor: { ...principal, onBehalfOf: principal } };
      });
    },
  },
  {
    name: "gives back hostile targets and contexts as they were",
    async run(context) {
      const fields = (text: string) => ({
        targets: [
          { id: text, type: text, name: text },
          { id: "2", type: text },
        ],
        context: { ip: text, userAgent: text, requestId: text, traceId: text },
      });
      assertFields(await roundTrip(context, fields), fields);
    },
  },
  {
    name: "gives back hostile stories and causes as they were",
    async run(context) {
      const fields = (text: string) => ({ correlationId: text, causationId: text });
      assertFields(await roundTrip(context, fields), fields);
    },
  },
  {
    name: "gives back hostile values and keys of metadata as they were",
    async run(context) {
      const fields = (text: string) => ({
        action: "monitor.update",
        metadata: {
          changes: [
            { field: text, from: text, to: [text, { [text]: { [`${text}:`]: [text] } }] },
            { field: `"${text}"`, from: null },
          ],
        },
      });
      assertFields(await roundTrip(context, fields), fields);
    },
  },
  {
    name: "gives back every value that JSON can carry, under every name that a key can have",
    async run(context) {
      const { store, workspaceId } = context;
      const values = [
        ...[null, true, false, 0, 1, -1, 0.1, 1e21, 1e-7, 5e-324, 1.7976931348623157e308],
        ...[2 ** 53, -(2 ** 53), 123456789012345680000, "", [], {}, [[]], [null], [{}, []]],
      ];
      const names = ["", "a.b", "constructor", "toString", "hasOwnProperty", "length", "0", "then"];
      // A literal of it would set the prototype.
      const proto: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
      const to = [values, ...names.map((name) => ({ [name]: values })), proto];
      const metadata = JSON.parse(JSON.stringify({ changes: [{ field: "every", to }] }));
      const draft = { ...recovered(workspaceId, "a"), action: "monitor.update", metadata } as const;
      await store.append(draft);
      const [event] = await readStream(context, "monitor:1");
      assert.ok(event?.known);
      assert.deepEqual(event.metadata, metadata);
      assert.equal(JSON.stringify(event.metadata), JSON.stringify(metadata));
      assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
    },
  },
  {
    name: "gives back hostile workspaces, each with its own events",
    async run({ store, workspaceId }) {
      const names = texts.map((text) => `${workspaceId}${text}`);
      await store.append(names.map((name, index) => recovered(name, uidAt(index))));
      const all = await Promise.all(
        names.map((name) => readStream({ store, workspaceId: name }, "monitor:1")),
      );
      assert.deepEqual(
        all.map((events) => events.map((event) => [event.workspaceId, event.uid])),
        names.map((name, index) => [[name, uidAt(index)]]),
      );
    },
  },
  {
    name: "finds every entity again, whatever its id looks like, and no other",
    async run(context) {
      const { store, workspaceId } = context;
      const keys = nastyTexts.filter((text) => !/\p{Cc}/u.test(text) && /^.+$/u.test(text));
      const ids = [...keys, "x".repeat(248), "😀".repeat(124)].map((key) => `monitor:${key}`);
      await store.append(ids.map((id) => recovered(workspaceId, "a", noon, id)));
      const streams = await Promise.all(ids.map((id) => readStream(context, id)));
      assert.deepEqual(
        streams.map((events) => events.map(({ id }) => id)),
        ids.map((id) => [id]),
      );
      const half = ids.filter((_, index) => index % 2 === 0);
      const many = await collect(store.readMany(half, { workspaceId }));
      assert.deepEqual(new Set(many.map(({ id }) => id)), new Set(half));
      assert.equal(many.length, half.length);
      const tooLong = recovered(workspaceId, "a", noon, `monitor:${"😀".repeat(125)}`);
      await assert.rejects(store.append(tooLong), { code: "invalid_draft" });
    },
  },
  {
    name: "gives back hostile uids, and goes on behind them",
    async run({ store, workspaceId }) {
      const uids = [
        ...["'", '"', "\\", "%", "\\%", "';--", "'OR(1=1)--", "{{x}}", "{%end%}", "$(id)", "%27"],
        ...["/*", "*/", "a,b", "[]", "null", "0", "-1", "&a=b", "+", "#", "x".repeat(256)],
      ].sort();
      await store.append(uids.map((uid) => recovered(workspaceId, uid)));
      for (const [index, uid] of uids.entries()) {
        const after = { timestamp: noon, uid };
        const rest = await collect(store.read("monitor:1", { workspaceId, after, limit: 1 }));
        assert.deepEqual(
          rest.map((event) => event.uid),
          uids.slice(index + 1, index + 2),
        );
      }
      const { events } = await store.search({ workspaceId, order: "oldest" });
      assert.deepEqual(
        events.map((event) => event.uid),
        uids,
      );
    },
  },
  {
    name: "gives back the hostile name of a writer",
    async run({ open, workspaceId }) {
      for (const [index, name] of ["it's", '"\\', "100% {{ x }}", "😀\u202e", "\0\n"].entries()) {
        const store = await open({ writer: { name } });
        const id = `monitor:${index}`;
        await store.append(recovered(workspaceId, "a", noon, id));
        const [event] = await readStream({ store, workspaceId }, id);
        assert.equal(event?.writer, name);
      }
    },
  },
  {
    name: "refuses texts that UTF-8 cannot carry, wherever they stand, and appends nothing",
    async run({ store, workspaceId }) {
      const lone = "a\ud800b";
      const draft = recovered(workspaceId, "a");
      const wrong: [string, object][] = [
        ["id", { id: `monitor:${lone}` }],
        ["workspaceId", { workspaceId: lone }],
        ["metadata.region", { metadata: { region: lone } }],
        ["actor.id", { actor: { id: lone } }],
        ["actor.name", { actor: { id: "u1", name: lone } }],
        ["actor.onBehalfOf.id", { actor: { id: "u1", onBehalfOf: { id: lone } } }],
        ["targets.0.id", { targets: [{ id: lone, type: "user" }] }],
        ["targets.0.type", { targets: [{ id: "7", type: lone }] }],
        ["targets.0.name", { targets: [{ id: "7", type: "user", name: lone }] }],
        ["context.userAgent", { context: { userAgent: lone } }],
        ["correlationId", { correlationId: lone }],
        ["causationId", { causationId: lone }],
      ];
      for (const [path, fields] of wrong)
        await assert.rejects(store.append({ ...draft, ...fields }), (error) => {
          // Safe: only looked at, and compared.
          const { code, problems } = error as { code?: unknown; problems?: { path: string }[] };
          assert.deepEqual(
            [code, problems?.map((problem) => problem.path)],
            ["invalid_draft", [path]],
          );
          return true;
        });
      assert.deepEqual(await collect(store.readAll({ workspaceId })), []);
    },
  },
];
