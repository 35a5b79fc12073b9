import { describe, expect, test } from "vitest";
import { JobList } from "./job-list.ts";

const job = (place: number) => ({ kind: "copy", startedAt: place, details: { place } }) as const;

describe("JobList", () => {
  test("finds a job by its id, and lists the last first", () => {
    const jobs = new JobList();
    const first = jobs.add(job(1));
    const second = jobs.add(job(2));
    expect(first.id).not.toBe(second.id);
    expect(jobs.find(first.id)).toBe(first);
    expect(jobs.find("none")).toBeUndefined();
    expect(jobs.list()).toEqual([second, first]);
  });

  test("keeps the last 100", () => {
    const jobs = new JobList();
    const added = Array.from({ length: 103 }, (_, place) => jobs.add(job(place)));
    expect(jobs.list()).toEqual(added.slice(3).reverse());
  });
});
