/**
 * A run to be interrupted: says where it writes and what it has started, and waits.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { leaveNothing } from "../src/harness/leave-nothing.ts";

leaveNothing();
writeFileSync(join(tmpdir(), "rows"), "");
const child = spawn("/bin/sh", ["-c", "sleep 1000 & echo $!; wait"], { detached: true });
createInterface({ input: child.stdout }).once("line", (grandchild) => {
  console.log(JSON.stringify({ folder: tmpdir(), pids: [child.pid, Number(grandchild)] }));
  if (process.argv[2] === "end") process.exit();
});
