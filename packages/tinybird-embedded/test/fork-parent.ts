import { type ChildProcess, fork } from "node:child_process";
import { onTestFinished } from "vitest";
import type { Tinybird } from "../src/index.ts";
import { bundled } from "./bundled.ts";
import { shop } from "./shop.ts";

/** A process that can be killed, and the server that it started. */
export interface ForkedParent {
  readonly parent: ChildProcess;
  readonly server: Pick<Tinybird, "url" | "token" | "pid">;
}

/** Starts a server from a process that a test can kill. */
export async function forkParent(data?: string): Promise<ForkedParent> {
  const args = data === undefined ? [shop] : [shop, data];
  const parent = fork(bundled("parent"), args);
  onTestFinished(() => void parent.kill("SIGKILL"));
  const server = await new Promise<ForkedParent["server"]>((resolve) =>
    // The parent sends what startTinybird gives.
    parent.once("message", (message) => resolve(message as ForkedParent["server"])),
  );
  return { parent, server };
}
