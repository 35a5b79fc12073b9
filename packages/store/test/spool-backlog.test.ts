import { describe, expect, onTestFinished, test } from "vitest";
import { openSpool } from "../src/spool.ts";
import { spoolFolder } from "./spool-folder.ts";
import { numbers, row } from "./spool-row.ts";

/** Watches how long others have to wait for their turn, in ms. */
function watchTurns() {
  let last = performance.now();
  let longest = 0;
  let isOver = false;
  const turn = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isOver = true;
    return longest;
  };
}

describe("a spool with a large backlog", () => {
  // A machine that has much else to do may hold one turn up.
  test("lets others run while it counts and while it drains", { retry: 2 }, async () => {
    const directory = await spoolFolder();
    let most = 0;
    const transport = {
      async ingest(_: string, rows: readonly unknown[]) {
        most = Math.max(most, rows.length);
        return { successfulRows: rows.length, quarantinedRows: 0 };
      },
      query: async () => [],
    };
    const spool = await openSpool({ directory, transport, drain: "manual" });
    onTestFinished(() => spool.close());
    const rows = 40_000;
    for (let first = 1; first <= rows; first += 1_000)
      await Promise.all(numbers(first, first + 999).map((number) => spool.add([row(number)])));

    const start = performance.now();
    const longestTurn = watchTurns();
    expect((await spool.state()).events).toBe(rows);
    // Before, a file was one turn, and there are two.
    expect(longestTurn()).toBeLessThan((performance.now() - start) / 3);
    expect((await spool.drain()).sent).toBe(rows);
    // What encodes a request is one turn.
    expect(most).toBeLessThanOrEqual(1_000);
  });
});
