import { describe, expect, test } from "vitest";
import { endWhenAborted } from "./end-when-aborted.ts";

describe("endWhenAborted", () => {
  test("kills until the statement has ended, and settles with it", async () => {
    const client = new AbortController();
    let fail: (cause: Error) => void = () => undefined;
    const running = new Promise<string>((_, reject) => {
      fail = reject;
    });
    let kills = 0;
    const kill = async () => {
      kills += 1;
      // The first comes too early, as the statement is not in ClickHouse's list yet.
      if (kills === 2) fail(new Error("killed"));
    };
    const done = endWhenAborted(running, client.signal, kill);
    client.abort();
    await expect(done).rejects.toThrow("killed");
    expect(kills).toBe(2);
  });

  test("kills at once if the signal has come before", async () => {
    let end: (result: string) => void = () => undefined;
    const running = new Promise<string>((resolve) => {
      end = resolve;
    });
    expect(await endWhenAborted(running, AbortSignal.abort(), async () => end("over"))).toBe(
      "over",
    );
  });

  test("kills nothing when the statement ends first", async () => {
    const client = new AbortController();
    let kills = 0;
    const kill = async () => {
      kills += 1;
    };
    expect(await endWhenAborted(Promise.resolve("done"), client.signal, kill)).toBe("done");
    client.abort();
    await Promise.resolve();
    expect(kills).toBe(0);
  });
});
