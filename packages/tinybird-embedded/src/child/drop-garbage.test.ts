import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { dropGarbage } from "./drop-garbage.ts";

describe("dropGarbage", () => {
  test("lets go of what nobody has any more, and of nothing else", async () => {
    const kept = { rows: Buffer.alloc(1_000) };
    const [unused, used] = [new WeakRef({ rows: Buffer.alloc(1_000) }), new WeakRef(kept)];
    // What a WeakRef was made for stays until the turn is over.
    await nextTurn();
    dropGarbage();
    expect(unused.deref()).toBeUndefined();
    expect(used.deref()).toBe(kept);
  });
});
