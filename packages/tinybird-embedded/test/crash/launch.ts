import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundled } from "../bundled.ts";

/** The administrator's token of every server that is launched. */
export const token = "crash-test-token";

/** A server from its process's first moment on. */
export interface LaunchedServer {
  /** Gives the URL; rejects with what it wrote to stderr if it ends first. */
  readonly listening: Promise<string>;
  /** Resolves when ClickHouse has the data directory open, or the server has ended. */
  opened(): Promise<void>;
  /** Ends it with -9. Rejects if it had ended by itself. */
  kill(): Promise<void>;
  /** Leaves nothing of it running, whatever state it is in. */
  end(): Promise<void>;
}

/** Starts a server, and gives it as soon as its process is there. */
export async function launch(project: string, data: string): Promise<LaunchedServer> {
  const parent = fork(bundled("crash-parent"), [project, data, token], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  parent.stderr?.on("data", (chunk) => {
    stderr += String(chunk);
  });
  let isOver = false;
  const over = once(parent, "close").then(() => {
    isOver = true;
  });
  const endedFirst = () => new Error(`Cannot go on as the server ended by itself:\n${stderr}`);
  const listening = new Promise<string>((resolve, reject) => {
    parent.once("message", (url) => resolve(String(url)));
    void over.then(() => reject(endedFirst()));
  });
  // Who kills a server that starts does not ask for its URL.
  listening.catch(() => undefined);
  let pid: number | undefined;
  while (pid === undefined && !isOver) {
    await sleep(20);
    pid = await serverOf(parent.pid ?? 0);
  }
  if (pid === undefined) throw endedFirst();
  const server = pid;
  return {
    listening,
    opened: async () => {
      const status = join(data, "clickhouse", "status");
      const mine = new RegExp(`^PID: ${server}$`, "m");
      while (!isOver && !mine.test(await readFile(status, "utf8").catch(() => ""))) await sleep(5);
    },
    kill: async () => {
      if (isOver) throw endedFirst();
      process.kill(server, "SIGKILL");
      await over;
    },
    end: async () => {
      if (isOver) return;
      killIfThere(server);
      // It follows its server, unless something is badly wrong.
      await Promise.race([over, sleep(5_000)]);
      parent.kill("SIGKILL");
      await over;
    },
  };
}

/** Gives the server's process among the children of `parent`. */
function serverOf(parent: number): Promise<number | undefined> {
  return new Promise((resolve) =>
    execFile("pgrep", ["-P", String(parent), "-f", "/child\\.(ts|js)$"], (_, stdout) =>
      resolve(Number.parseInt(stdout, 10) || undefined),
    ),
  );
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
