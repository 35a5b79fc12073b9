import { describe, expect, test } from "vitest";
import { breather } from "./breather.ts";

const workFor = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe("breather", () => {
  test("lets others run once a turn has taken long, and not before", async () => {
    const breathe = breather();
    expect(breathe()).toBeUndefined();
    workFor(6);
    let others = 0;
    setImmediate(() => {
      others += 1;
    });
    await breathe();
    expect(others).toBe(1);
    expect(breathe()).toBeUndefined();
  });
});
