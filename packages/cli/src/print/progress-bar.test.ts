import { describe, expect, test } from "vitest";
import { startProgressBar } from "./progress-bar.ts";

function drawing(more: {
  isTTY?: boolean;
  columns?: number;
  isAsked?: boolean;
  isSilent?: boolean;
}) {
  const written: string[] = [];
  const clock = { time: 0 };
  const bar = startProgressBar("events", {
    stream: { ...more, write: (text) => written.push(text) },
    now: () => clock.time,
    isAsked: more.isAsked ?? false,
    ...(more.isSilent && { isSilent: true }),
  });
  return { bar, written, clock };
}

describe("startProgressBar", () => {
  test("draws on a terminal from the first second on, and takes it away", () => {
    const { bar, written, clock } = drawing({ isTTY: true, columns: 120 });
    clock.time = 500;
    bar.show(500, 0.05);
    expect(written).toEqual([]);
    clock.time = 2_000;
    bar.show(2_500, 0.25);
    clock.time = 2_100;
    bar.show(2_600, 0.26);
    bar.end();
    expect(written).toEqual([
      `\r[########----------------------] 25%, 2,500 events, 1,250 a second, 6 s left\u001b[K`,
      "\r\u001b[K",
    ]);
  });

  test("fits narrow terminals, and has no bar where no end is known", () => {
    const narrow = drawing({ isTTY: true, columns: 40 });
    narrow.clock.time = 2_000;
    narrow.bar.show(1, 0.001);
    expect(narrow.written[0]).toBe("\r0%, 1 events, 1 a second, 34 min left\u001b[K");
    const endless = drawing({ isTTY: true, columns: 120 });
    endless.clock.time = 2_000;
    endless.bar.show(2_000, undefined);
    expect(endless.written[0]).toBe("\r2,000 events, 1,000 a second\u001b[K");
  });

  test("says lines elsewhere where it is asked, else nothing, and nothing where it is silent", () => {
    const asked = drawing({ isAsked: true });
    asked.clock.time = 1_000;
    asked.bar.show(1_000, 0.5);
    asked.bar.end();
    expect(asked.written).toEqual(["50%, 1,000 events, 1,000 a second, 1 s left\n"]);
    for (const { bar, written, clock } of [drawing({}), drawing({ isTTY: true, isSilent: true })]) {
      clock.time = 5_000;
      bar.show(1_000, 0.5);
      bar.end();
      expect(written).toEqual([]);
    }
  });
});
