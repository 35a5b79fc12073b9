import { describe, expect, test } from "vitest";
import { onAbort } from "./on-abort.ts";

describe("onAbort", () => {
  test("calls everybody back who has not called it off, once", () => {
    const controller = new AbortController();
    const called: string[] = [];
    onAbort(controller.signal, () => called.push("a"));
    onAbort(controller.signal, () => called.push("b"))();
    onAbort(controller.signal, () => called.push("c"));
    controller.abort();
    controller.abort();
    expect(called).toEqual(["a", "c"]);
  });

  test("has nothing to call off without a signal", () => {
    expect(onAbort(undefined, () => {})()).toBeUndefined();
  });
});
