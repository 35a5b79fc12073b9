import { describe, expect, test } from "vitest";
import { showProgress } from "./show-progress.ts";

function shown(isTTY: boolean, times: readonly number[]) {
  const texts: string[] = [];
  let now = 0;
  const progress = showProgress({ isTTY, write: (text: string) => texts.push(text) }, () => now);
  for (const time of times) {
    now = time;
    progress.onProgress({ phase: "endpoints", done: time, total: 20_000 });
  }
  progress.end();
  return texts;
}

describe("showProgress", () => {
  test("keeps one line of a terminal from the first second on, and clears it", () => {
    expect(shown(true, [0, 900, 1_000, 1_050, 1_100])).toEqual([
      "\r\u001b[KCalling endpoints: 1000 of 20000…",
      "\r\u001b[KCalling endpoints: 1100 of 20000…",
      "\r\u001b[K",
    ]);
    expect(shown(true, [0, 900])).toEqual([]);
  });

  test("writes a line every ten seconds where nobody looks", () => {
    expect(shown(false, [9_000, 10_000, 11_000])).toEqual(["Calling endpoints: 10000 of 20000…\n"]);
  });
});
