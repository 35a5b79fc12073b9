import { describe, expect, test } from "vitest";
import { ConcurrencyLimit } from "./concurrency-limit.ts";

describe("ConcurrencyLimit", () => {
  test("runs up to its limit at once and the others in their order", async () => {
    const limit = new ConcurrencyLimit(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const jobs = [0, 1, 2, 3].map((job) =>
      limit.run(async () => {
        started.push(job);
        await new Promise<void>((end) => ends.push(end));
        return job;
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    ends[1]?.();
    await jobs[1];
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await jobs[2];
    await jobs[0];
    ends[3]?.();
    expect(await Promise.all(jobs)).toEqual([0, 1, 2, 3]);
  });

  test("passes a place on when a job fails", async () => {
    const limit = new ConcurrencyLimit(1);
    const failing = limit.run(() => Promise.reject(new Error("no")));
    const next = limit.run(async () => "yes");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("yes");
  });
});
