import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const tsx = createRequire(import.meta.url).resolve("tsx");

/** What a run of the demo printed and gave back. */
export interface DemoRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a person would, in a process of its own. */
export function runDemo(...args: string[]): Promise<DemoRun> {
  const node = ["--conditions=@audit/source", "--import", tsx, main, ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, node, { maxBuffer: 1e8 }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}
