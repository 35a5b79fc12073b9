import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

// Has no types.
const { default: workerd }: { default: string } = createRequire(import.meta.url)("workerd");

/** A worker that runs in Cloudflare's runtime. */
export interface RunningWorker {
  readonly url: string;
  /** What it printed, for a test that fails. */
  printed(): string;
  stop(): Promise<void>;
}

/**
 * Runs a module of one text in workerd, without the flag that gives a worker Node's built-ins.
 *
 * @param bindings texts that the worker gets as its `env`
 */
export async function runInWorkerd(
  text: string,
  bindings: Readonly<Record<string, string>>,
): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), "audit-workerd-"));
  await writeFile(join(folder, "worker.js"), text);
  await writeFile(join(folder, "config.capnp"), configOf(bindings));
  const child = spawn(workerd, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
    });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  // Safe: the fourth pipe asked for above.
  const port = await Promise.race([portFrom(child.stdio[3] as Readable), ended]);
  if (typeof port !== "number") {
    await stop();
    throw new Error(`workerd did not start: ${printed}`);
  }
  return { url: `http://127.0.0.1:${port}`, printed: () => printed, stop };
}

async function portFrom(control: Readable): Promise<number | undefined> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return Number(port);
  }
  return undefined;
}

function configOf(bindings: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bindings).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # Only this machine.
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [${texts.join(", ")}],
);
`;
}
