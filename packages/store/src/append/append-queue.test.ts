import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Row } from "../row.ts";
import { AppendQueue, type AppendQueueOptions } from "./append-queue.ts";
import { type Batch, batches } from "./batches.ts";

function batch(...uids: string[]): Batch {
  const rows: Row[] = uids.map((uid) => ({ uid, timestamp: 1_700_000_000_000 }));
  const [first] = batches(rows);
  if (first === undefined) throw new Error("a batch has rows");
  return first;
}

/** A queue whose requests are answered one by one, by the test. */
function queue(options: Partial<AppendQueueOptions> = {}) {
  const sent: string[][] = [];
  const answers: ((cause?: unknown) => void)[] = [];
  const aborted: boolean[] = [];
  const appending = new AppendQueue({
    asked: "append",
    deadline: 2_000,
    maximumRows: 100_000,
    ingest: (rows, signal) => {
      const place = sent.push(rows.map(({ uid }) => String(uid))) - 1;
      return new Promise((resolve, reject) => {
        answers.push((cause) => (cause === undefined ? resolve() : reject(cause)));
        signal?.addEventListener("abort", () => {
          aborted[place] = true;
          reject(signal.reason);
        });
      });
    },
    ...options,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (cause?: unknown) => {
    answers.shift()?.(cause);
    await turn();
  };
  return { appending, sent, answer, turn, aborted };
}

const codeOf = (call: Promise<void>) =>
  call.then(
    () => "in",
    ({ code, fate }) => `${code}, ${fate}`,
  );

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("AppendQueue", () => {
  test("sends together who calls in one turn, and who comes while a request is under way", async () => {
    const { appending, sent, answer, turn } = queue();
    const first = ["a", "b"].map((uid) => appending.add(batch(uid)));
    await turn();
    const others = ["c", "d"].map((uid) => appending.add(batch(uid)));
    expect(sent).toEqual([["a", "b"]]);
    await answer();
    expect(sent).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    await answer();
    await Promise.all([...first, ...others]);
    expect(appending.rows).toBe(0);
  });

  test("sends what Tinybird takes in one request, and the rest in the next", async () => {
    const { appending, sent, answer, turn } = queue();
    const calls = [3_000, 2_000, 1].map((rows, call) =>
      appending.add(batch(...Array.from({ length: rows }, (_, row) => `${call}/${row}`))),
    );
    await turn();
    await answer();
    await answer();
    await Promise.all(calls);
    expect(sent.map(({ length }) => length)).toEqual([5_000, 1]);
  });

  test("goes on after a request that failed", async () => {
    const { appending, answer, turn } = queue();
    const failed = codeOf(appending.add(batch("a")));
    await turn();
    await answer({ code: "unreachable", fate: "unknown" });
    expect(await failed).toBe("unreachable, unknown");
    const next = codeOf(appending.add(batch("b")));
    await turn();
    await answer();
    expect(await next).toBe("in");
  });

  test("withdraws at the deadline what has not left", async () => {
    const { appending, sent, answer, turn } = queue();
    const first = codeOf(appending.add(batch("first")));
    await turn();
    const late = codeOf(appending.add(batch("late")));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await late).toBe("deadline_passed, not_done");
    expect(appending.rows).toBe(1);
    await answer();
    expect(await first).toBe("in");
    expect(sent).toEqual([["first"]]);
  });

  test("ends a request that nobody waits for any more, and sends the next", async () => {
    const { appending, sent, answer, turn, aborted } = queue();
    const first = codeOf(appending.add(batch("first")));
    await turn();
    const second = codeOf(appending.add(batch("second")));
    await vi.advanceTimersByTimeAsync(1_500);
    await answer();
    const third = codeOf(appending.add(batch("third")));
    await vi.advanceTimersByTimeAsync(500);
    expect(await second).toBe("deadline_passed, unknown");
    expect(sent).toEqual([["first"], ["second"], ["third"]]);
    expect(aborted).toEqual([undefined, true]);
    // The answer of the second, which nobody hears.
    await answer();
    await answer();
    expect([await first, await third, appending.rows]).toEqual(["in", "in", 0]);
  });

  test("does not send what was aborted before it left, and says of what had left that it does not know", async () => {
    const { appending, sent, answer, turn } = queue();
    const controllers = ["a", "b", "c", "d"].map(() => new AbortController());
    const calls = controllers.map(({ signal }, place) =>
      codeOf(appending.add(batch(`call ${place}`), signal)),
    );
    controllers[0]?.abort();
    await turn();
    controllers[1]?.abort();
    expect(sent).toEqual([["call 1", "call 2", "call 3"]]);
    const gone = codeOf(appending.add(batch("gone"), AbortSignal.abort()));
    await answer();
    expect(await Promise.all([...calls, gone])).toEqual([
      "aborted, not_done",
      "aborted, unknown",
      "in",
      "in",
      "aborted, not_done",
    ]);
    expect(appending.rows).toBe(0);
  });

  test("refuses what would wait past its bounds, and takes a single batch of any size", async () => {
    const { appending, answer, turn } = queue({ maximumRows: 3 });
    const large = appending.add(batch("a", "b", "c", "d"));
    expect(await codeOf(appending.add(batch("e")))).toBe("queue_full, not_done");
    await turn();
    await answer();
    await large;
    const again = [appending.add(batch("a", "b")), appending.add(batch("c"))];
    expect(await codeOf(appending.add(batch("d")))).toBe("queue_full, not_done");
    await turn();
    await answer();
    await Promise.all(again);
  });

  test("forgets thousands that withdraw together, and sends who comes after them", async () => {
    // Fake timers are slow by the thousand, and none is to fire here.
    vi.useRealTimers();
    const { appending, sent, answer, turn } = queue();
    const first = appending.add(batch("first"));
    await turn();
    const leaving = new AbortController();
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const gone = Array.from({ length: 20_000 }, (_, call) =>
      codeOf(appending.add(batch(`${call}`), leaving.signal)),
    );
    leaving.abort();
    expect(new Set(await Promise.all(gone))).toEqual(new Set(["aborted, not_done"]));
    const last = appending.add(batch("last"));
    await answer();
    await answer();
    await Promise.all([first, last]);
    expect([sent, appending.rows]).toEqual([[["first"], ["last"]], 0]);
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  test("goes on past a request that never ends, whatever becomes of it later", async () => {
    let now = 0;
    const { appending, sent, answer, turn } = queue({ now: () => now });
    const lost = codeOf(appending.add(batch("lost")));
    await turn();
    const waiting = codeOf(appending.add(batch("waiting")));
    now = 2_500;
    await turn();
    const held = appending.add(batch("held"));
    await turn();
    expect(sent).toEqual([["lost"]]);
    now = 2_501;
    const next = appending.add(batch("next"));
    await turn();
    expect(sent).toEqual([["lost"], ["waiting", "held", "next"]]);
    expect(appending.rows).toBe(3);
    await answer();
    expect([await lost, appending.rows]).toEqual(["in", 3]);
    await answer();
    await Promise.all([held, next]);
    expect([await waiting, appending.rows]).toEqual(["in", 0]);
  });

  test("sends for a caller who got the turn and never took it", async () => {
    let now = 0;
    const { appending, sent, answer, turn } = queue({ now: () => now });
    // All in one turn of the event loop: nobody has taken it yet.
    const first = appending.add(batch("first"));
    now = 251;
    const second = appending.add(batch("second"));
    await turn();
    expect(sent).toEqual([["first", "second"]]);
    await answer();
    await Promise.all([first, second]);
    const third = appending.add(batch("third"));
    await turn();
    await answer();
    await third;
    expect(appending.rows).toBe(0);
  });

  test("keeps the order of the calls, whatever their sizes", async () => {
    vi.useRealTimers();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 }),
        async (sizes) => {
          const sent: string[] = [];
          const appending = new AppendQueue({
            asked: "append",
            deadline: 2_000,
            maximumRows: 1_000,
            ingest: async (rows) => void sent.push(...rows.map(({ uid }) => String(uid))),
          });
          const lists = sizes.map((size, call) =>
            Array.from({ length: size }, (_, row) => `${call}/${row}`),
          );
          await Promise.all(lists.map((uids) => appending.add(batch(...uids))));
          expect(sent).toEqual(lists.flat());
        },
      ),
    );
  });
});
