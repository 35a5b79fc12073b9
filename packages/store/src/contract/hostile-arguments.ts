import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

// Each would widen what is asked for, or end it, where it is not kept a text.
const breakouts = [
  ...["' OR 1=1 --", "' OR ''='", "\\' OR 1=1 --", "x' UNION ALL SELECT * FROM audit_log --", "''"],
  ...["') OR (1=1", '") OR ("a"="a', "a'; TRUNCATE TABLE audit_log; --", "\\", "%27 OR 1=1 --"],
  ...["{{ '1' }}", "}} OR 1=1 {{ 1", "{% end %} OR 1=1", "{workspace_id:String}"],
];
// Each is something else to one layer or another: a pattern, JSON, a second parameter, nothing.
const lookalikes = [
  ...["%", "_", "*", ".*", '["monitor:1"]', "[]", "null", "undefined", "true", "0", "%25", "#"],
  ...[
    "&a=b",
    "a&event_id=monitor:1&workspace_id=",
    "\0",
    "\n",
    "\u202e",
    " ",
    "\u200b",
    "Monitor:1",
  ],
];
const nastyArguments = [...breakouts, ...lookalikes];

/** What must be there after each question, and must be no answer to any. */
async function setUp({ store, workspaceId }: ContractContext) {
  const other = `${workspaceId} (other)`;
  const draft = (workspace: string, uid: string) => ({
    ...recovered(workspace, uid),
    actor: { id: "u1" },
    targets: [{ id: "7", type: "user" }],
    correlationId: "story",
  });
  await store.append([draft(workspaceId, "a"), draft(workspaceId, "b"), draft(other, "secret")]);
  return async () => {
    assert.equal(uidsOf(await collect(store.readAll({ workspaceId }))), "a b");
    assert.equal(uidsOf(await collect(store.readAll({ workspaceId: other }))), "secret");
  };
}

/** Promises that what is asked with is a text to look for, and nothing else. */
export const hostileArguments: readonly ContractCase[] = [
  {
    name: "finds no stream by a hostile id, alone or among others",
    async run(context) {
      const { store, workspaceId } = context;
      const assertWhole = await setUp(context);
      for (const id of nastyArguments)
        assert.deepEqual(await collect(store.read(id, { workspaceId })), [], id);
      assert.deepEqual(await collect(store.readMany(nastyArguments, { workspaceId })), []);
      const many = store.readMany([...nastyArguments, "monitor:1"], { workspaceId });
      assert.equal(uidsOf(await collect(many)), "a b");
      await assertWhole();
    },
  },
  {
    name: "finds no event of any workspace by a hostile workspace",
    async run(context) {
      const { store } = context;
      const assertWhole = await setUp(context);
      for (const argument of breakouts) {
        const options = { workspaceId: `${context.workspaceId}${argument}` };
        const found = [
          await collect(store.read("monitor:1", options)),
          await collect(store.readMany(["monitor:1"], options)),
          await collect(store.readAll({ workspaceId: argument })),
          (await store.search({ workspaceId: argument })).events,
        ];
        assert.deepEqual(found, [[], [], [], []], argument);
      }
      await assertWhole();
    },
  },
  {
    name: "finds no event by a hostile actor, target, story or text",
    async run(context) {
      const { store, workspaceId } = context;
      const assertWhole = await setUp(context);
      for (const argument of breakouts)
        for (const filter of [
          { actorId: argument },
          { target: `user:7${argument}` },
          { target: `${argument}:7` },
          { correlationId: argument },
          { text: `<${argument}>`, from: noon, to: noon },
        ])
          assert.deepEqual(
            await store.search({ workspaceId, ...filter }),
            { events: [] },
            argument,
          );
      await assertWhole();
    },
  },
  {
    name: "goes on behind a hostile place as behind any text, and shows no other workspace",
    async run(context) {
      const { store, workspaceId } = context;
      const assertWhole = await setUp(context);
      for (const uid of nastyArguments) {
        const after = { timestamp: noon, uid };
        const rest = ["a", "b"].filter((each) => each > uid).join(" ");
        const read = store.read("monitor:1", { workspaceId, after });
        assert.equal(uidsOf(await collect(read)), rest, uid);
      }
      await assertWhole();
    },
  },
  {
    name: "refuses actions that the catalog does not have, whatever they look like",
    async run(context) {
      const { store, workspaceId } = context;
      const assertWhole = await setUp(context);
      for (const argument of [
        ...nastyArguments,
        "monitor.recovered' OR '1'='1",
        "MONITOR.RECOVERED",
      ]) {
        // Safe: what the types forbid is what is tried here.
        const actions = [argument as "monitor.down"];
        const refusal = { code: "invalid_read", field: "actions.0" };
        await assert.rejects(collect(store.readAll({ workspaceId, actions })), refusal);
        await assert.rejects(store.search({ workspaceId, actions }), refusal);
      }
      await assertWhole();
    },
  },
];
