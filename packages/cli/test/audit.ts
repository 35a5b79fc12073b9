import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { startTinybird, type Tinybird, type TinybirdOptions } from "@audit/tinybird-embedded";
import { build } from "esbuild";

/** What a run of the binary left. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Runs the sources, where a bundle does not do. */
  readonly fromSources?: boolean;
  /** Ends reading after the first chunk, as `head` does. */
  readonly closesEarly?: boolean;
  /** Is told what has been printed, and may end it with a signal. */
  readonly onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** The same of its complaints. */
  readonly onError?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The real binary, a server that it may ask, and a folder of its own. */
export interface Audit {
  readonly server: Tinybird;
  readonly store: TinybirdEventStore;
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  stop(): Promise<void>;
}

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));

/** Builds the binary from its sources and starts a server: of this repository's data project, if no other. */
export async function startAudit(options: Partial<TinybirdOptions> = {}): Promise<Audit> {
  // Not on tmpdir: the bundle finds what is not in it beside its package.
  const bundle = join(packageFolder, "node_modules", `.test-${process.pid}`);
  const folder = await mkdtemp(join(tmpdir(), "audit-cli-"));
  const [server] = await Promise.all([
    startTinybird({ project, ...options }),
    build({
      entryPoints: [join(packageFolder, "src/main.ts")],
      outdir: bundle,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      conditions: ["@audit/source"],
      external: ["@audit/tinybird-embedded", "commander", "kafkajs"],
      logLevel: "error",
    }),
  ]);
  const { url, token } = server;
  const transport = fetchTransport({ url, token, deadlines: { append: 30_000 } });
  return {
    server,
    store: new TinybirdEventStore({ transport }),
    folder,
    run: (args, options = {}) =>
      run([...(options.fromSources ? sources : [join(bundle, "main.mjs")])], args, {
        ...options,
        cwd: folder,
        env: { AUDIT_URL: url, AUDIT_TOKEN: token, AUDIT_ZONE: "UTC", ...options.env },
      }),
    async stop() {
      await server.stop();
      await Promise.all([bundle, folder].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}

const sources = [
  "--import",
  import.meta.resolve("tsx"),
  "--conditions=@audit/source",
  join(packageFolder, "src/main.ts"),
];

function run(
  program: readonly string[],
  args: readonly string[],
  options: RunOptions & { readonly cwd: string },
): Promise<Ran> {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: options.cwd,
    env: { PATH, ...options.env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    options.onOutput?.(stdout, (signal) => child.kill(signal));
    if (options.closesEarly) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    options.onError?.(stderr, (signal) => child.kill(signal));
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
