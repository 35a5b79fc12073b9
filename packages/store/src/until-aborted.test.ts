import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { untilAborted } from "./until-aborted.ts";

describe("untilAborted", () => {
  test("rejects with the signal's reason without waiting for the call", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const never = untilAborted(controller.signal, () => new Promise(() => {}));
    controller.abort(reason);
    await expect(never).rejects.toBe(reason);
  });

  test("does not call at all where the signal has aborted before", async () => {
    let calls = 0;
    const call = async () => ++calls;
    await expect(untilAborted(AbortSignal.abort("no"), call)).rejects.toBe("no");
    expect(calls).toBe(0);
  });

  test("leaves nothing on the signal, however the call ends", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, async () => 1)).toBe(1);
    const failure = new Error("refused");
    await expect(untilAborted(signal, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
