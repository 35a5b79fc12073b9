import { describe, expect, test } from "vitest";
import { type Clock, sendAll } from "./send-all.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A clock that moves when somebody sleeps, and nobody waits for. */
function steppedClock(): Clock & { time: number } {
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (ms: number) => {
      clock.time += ms;
    },
  };
  return clock;
}

describe("sendAll", () => {
  test("sends everything once, in order, with two parts under way at most", async () => {
    const sent: number[] = [];
    let [underWay, most] = [0, 0];
    const counts: number[] = [];
    const isWhole = await sendAll(upTo(50_000), {
      async send(items) {
        most = Math.max(most, ++underWay);
        for (let turns = 0; turns < 5; turns++)
          await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        sent.push(...items);
      },
      onSent: (count, last) => counts.push(count, last),
    });
    expect(isWhole).toBe(true);
    expect(sent).toEqual(upTo(50_000));
    expect(most).toBe(2);
    expect(counts.at(-1)).toBe(49_999);
  });

  test.each([1, 3, 10, 100, 1_000])("sends %i a second, and none before its time", async (rate) => {
    const clock = steppedClock();
    let sent = 0;
    await sendAll(upTo(rate * 3), {
      rate,
      clock,
      async send(items) {
        // A quarter of a second's may be ahead, or one.
        expect(sent / rate).toBeLessThanOrEqual(clock.time / 1000 + 1e-9);
        sent += items.length;
      },
    });
    expect(sent).toBe(rate * 3);
    expect(clock.time).toBeGreaterThan(1_900);
    expect(clock.time).toBeLessThanOrEqual(3_000);
  });

  test("ends after what is under way when it is stopped, also while it waits", async () => {
    const clock = steppedClock();
    let sent = 0;
    const isWhole = await sendAll(upTo(1_000), {
      rate: 1,
      clock,
      isStopped: () => clock.time > 5_000,
      async send(items) {
        sent += items.length;
      },
    });
    expect(isWhole).toBe(false);
    expect(sent).toBe(6);
    expect(clock.time).toBeLessThan(5_500);
  });

  test("rejects with what the first failure was, and sends nothing more", async () => {
    let calls = 0;
    const failing = sendAll(upTo(100_000), {
      async send() {
        calls += 1;
        throw new Error(`no ${calls}`);
      },
    });
    await expect(failing).rejects.toThrow("no 1");
    expect(calls).toBeLessThanOrEqual(2);
  });

  test("takes no more of the items than it sends", async () => {
    let made = 0;
    function* endless() {
      for (;;) yield made++;
    }
    await sendAll(endless(), {
      send: async () => {},
      isStopped: () => made > 100_000,
    });
    expect(made).toBeLessThan(120_000);
  });
});
