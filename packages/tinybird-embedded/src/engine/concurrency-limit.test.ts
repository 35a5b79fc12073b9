import { describe, expect, test } from "vitest";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { ReadRefusedError } from "./read-refused-error.ts";

/** A job that runs until it is told to end. */
function heldJob() {
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { job: () => held, end };
}

const gone = new ReadRefusedError({ why: "client_gone" });

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

  test("refuses what comes past its queue, and takes the next once there is room", async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const { job, end } = heldJob();
    const running = limit.run(job);
    const waiting = limit.run(async () => "waited");
    const tooMany = new ReadRefusedError({ why: "too_many", running: 1, queued: 1 });
    await expect(limit.run(async () => "never")).rejects.toThrow(tooMany);
    end();
    await running;
    expect(await waiting).toBe("waited");
    expect(await limit.run(async () => "later")).toBe("later");
  });

  test("lets a job that waits leave, which is never run and leaves its place in the queue to another", async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const { job, end } = heldJob();
    const running = limit.run(job);
    const client = new AbortController();
    let ran = false;
    const left = limit.run(
      async () => {
        ran = true;
      },
      { signal: client.signal },
    );
    client.abort();
    await expect(left).rejects.toThrow(gone);
    const next = limit.run(async () => "next");
    end();
    await running;
    expect(await next).toBe("next");
    expect(ran).toBe(false);
  });

  test("does not take the place of a job that runs from it when its signal comes", async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const client = new AbortController();
    const { job, end } = heldJob();
    const running = limit.run(job, { signal: client.signal });
    client.abort();
    let ran = false;
    const next = limit.run(async () => {
      ran = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(ran).toBe(false);
    end();
    await Promise.all([running, next]);
    expect(ran).toBe(true);
  });

  test("does not begin a job whose signal has come", async () => {
    const limit = new ConcurrencyLimit(1);
    const done = limit.run(async () => "never", { signal: AbortSignal.abort() });
    await expect(done).rejects.toThrow(gone);
    expect(await limit.run(async () => "next")).toBe("next");
  });
});
