import { spawn } from "node:child_process";

/** What came of one step. */
export interface StepResult {
  readonly name: string;
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command, shows what it prints as it comes, and gives what came of it. */
export function runStep(
  name: string,
  command: string,
  args: readonly string[],
): Promise<StepResult> {
  const start = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  let output = "";
  const show = (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  };
  child.stdout.on("data", show);
  child.stderr.on("data", show);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({
        name,
        exitCode: code ?? 1,
        output,
        seconds: (performance.now() - start) / 1000,
      }),
    );
  });
}
