import { randomUUID } from "node:crypto";

/** What a job did; here each is done before anybody can ask for it. */
export interface Job {
  readonly id: string;
  readonly kind: "delete_data" | "copy";
  readonly status: "done";
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What only jobs of this kind say. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** As many as Tinybird lists. */
const mostJobs = 100;

/** The last jobs of a server, up to 100; they are forgotten when it ends. */
export class JobList {
  readonly #jobs = new Map<string, Job>();

  /** Keeps a job that is done. */
  add(job: Omit<Job, "id" | "status" | "endedAt">): Job {
    const added: Job = { ...job, id: randomUUID(), status: "done", endedAt: Date.now() };
    this.#jobs.set(added.id, added);
    for (const id of this.#jobs.keys()) {
      if (this.#jobs.size <= mostJobs) break;
      this.#jobs.delete(id);
    }
    return added;
  }

  find(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** The last one first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].reverse();
  }
}
