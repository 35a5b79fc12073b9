import assert from "node:assert/strict";
import { type ContractCase, readStream } from "./contract-case.ts";

const texts = [
  "it's",
  'say "hi"',
  "back\\slash",
  "100%",
  "%20%27",
  "a,b",
  "a&b=c?d#e",
  "😀🏳️‍🌈",
  "ünïcödé",
  "[TORO] Pass (API)",
  "{{ String(x) }}",
  "{% end %}",
  "'; DROP TABLE audit_log; --",
  "\\'",
  "\\\\'%",
  "$HOME $(id) `id`",
  "a+b c",
  "null",
  "<script>",
];

/** Promises about texts that mean something to a layer below. */
export const hostileTexts: readonly ContractCase[] = [
  {
    name: "finds every entity again, whatever its id looks like, and no other",
    async run(context) {
      const { store, workspaceId } = context;
      const ids = texts.map((text) => `monitor:${text}`);
      await store.append(
        ids.map((id) => ({
          id,
          action: "monitor.create",
          metadata: { name: id },
          workspaceId,
        })),
      );
      for (const id of ids)
        assert.deepEqual(
          (await readStream(context, id)).map((event) => event.id),
          [id],
        );
    },
  },
  {
    name: "gives back hostile texts of every field as they were",
    async run(context) {
      const { store, workspaceId } = context;
      const hostile = [...texts, "line\nbreak", "\0\t\u2028", "x".repeat(2500)];
      for (const text of hostile)
        await store.append({
          id: "monitor:1",
          action: "monitor.down",
          workspaceId: `${workspaceId}${text}`,
          metadata: { region: text, message: text },
          actor: { id: text, name: text },
          targets: [{ id: text, type: text, name: text }],
          context: { userAgent: text },
          correlationId: text,
          causationId: text,
        });
      for (const text of hostile) {
        const read = { store, workspaceId: `${workspaceId}${text}` };
        const [event, ...others] = await readStream(read, "monitor:1");
        assert.deepEqual(others, []);
        assert.ok(event?.known && event.action === "monitor.down");
        assert.deepEqual(event.metadata, { region: text, message: text });
        assert.deepEqual(event.actor, { id: text, name: text, type: "user" });
        assert.deepEqual(event.targets, [{ id: text, type: text, name: text }]);
        assert.deepEqual(event.context, { userAgent: text });
        assert.deepEqual([event.correlationId, event.causationId], [text, text]);
      }
    },
  },
];
