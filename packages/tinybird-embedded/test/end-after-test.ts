import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/**
 * Ends a process when the test does, before what was made earlier goes.
 *
 * Asked, not killed: a server that lost its parent writes for moments where the next step removes its directory.
 */
export function endAfterTest(child: ChildProcess): void {
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
}
