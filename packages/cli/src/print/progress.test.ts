import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startProgress, withProgress } from "./progress.ts";

let written: string;

beforeEach(() => {
  vi.useFakeTimers();
  written = "";
  vi.stubEnv("AUDIT_PROGRESS", "1");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("startProgress", () => {
  test("says nothing of what takes less than a second", () => {
    const progress = startProgress("events");
    progress.add(7);
    vi.advanceTimersByTime(999);
    progress.end();
    vi.advanceTimersByTime(5_000);
    expect(written).toBe("");
  });

  test("counts on stderr from the first second on", () => {
    const progress = startProgress("events");
    progress.add(1_200);
    vi.advanceTimersByTime(1_000);
    progress.add(800);
    vi.advanceTimersByTime(1_000);
    progress.end();
    expect(written).toBe("1,200 events…\n2,000 events…\n");
  });

  test("is silent where nobody looks", () => {
    vi.stubEnv("AUDIT_PROGRESS", "");
    const progress = startProgress("events");
    vi.advanceTimersByTime(3_000);
    progress.end();
    expect(written).toBe("");
  });
});

describe("withProgress", () => {
  test("passes every item on, and ends its count when the reader stops", async () => {
    async function* items() {
      for (let index = 0; ; index += 1) {
        vi.advanceTimersByTime(600);
        yield index;
      }
    }
    const seen: number[] = [];
    for await (const item of withProgress(items(), "events")) {
      seen.push(item);
      if (item === 2) break;
    }
    vi.advanceTimersByTime(10_000);
    expect(seen).toEqual([0, 1, 2]);
    expect(written).toBe("1 events…\n");
  });
});
