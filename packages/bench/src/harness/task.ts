import { type ExecFileOptionsWithStringEncoding, execFile } from "node:child_process";
import type { Case, FigureOptions } from "./group.ts";

/** What a process of its own is to do. */
export interface Task {
  /** `smoke` is `answer`, and a run after it in the same process; `profile` is `time` under the profiler. */
  readonly what: "answer" | "time" | "smoke" | "profile";
  readonly group: string;
  readonly contender: string;
  readonly case: Case;
  /** How long to measure. */
  readonly milliseconds: number;
  /** What the group's `share` gave. */
  readonly shared: unknown;
}

/** What a task to time gives. */
export interface Timed {
  /** Nanoseconds a unit. */
  readonly cost: number;
  /** Bytes of memory at most, where the contender tells. */
  readonly memory?: number;
}

/** What a process of its own is to do where a group has figures. */
export interface FigureTask extends FigureOptions {
  readonly what: "figures";
  readonly group: string;
}

/** Does a task in a fresh process and gives what it says: a digest, a {@link Timed}, functions, or figures. */
export function runTask(worker: string, task: Task | FigureTask): Promise<unknown> {
  const args = ["--max-old-space-size=3072", "--single-threaded-gc", worker, JSON.stringify(task)];
  return new Promise((resolve, reject) => {
    const options: ExecFileOptionsWithStringEncoding & { detached: boolean } = {
      encoding: "utf8",
      maxBuffer: 1e7,
      // An interrupt from the terminal reaches the run alone, which then ends it with the servers below it.
      detached: true,
    };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`Cannot ${task.what} ${nameOf(task)}: ${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

function nameOf(task: Task | FigureTask): string {
  return task.what === "figures" ? task.group : `${task.contender}, ${task.case.name}`;
}
