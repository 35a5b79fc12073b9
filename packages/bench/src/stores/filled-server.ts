import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { startTinybird } from "@audit/tinybird-embedded";
import { bundleServer } from "./bundle-server.ts";

/** A server that runs on many events, and a copy of its store. */
export interface FilledServer {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** The copy, for a ClickHouse in another process. */
  readonly store: string;
}

const project = fileURLToPath(new URL("../../../../tinybird/", import.meta.url));
/** The table and its readers: the views of the dashboard would be filled with it, and take no part in reading. */
const files = [
  "datasources/audit_log.datasource",
  "endpoints/endpoint_audit_log.pipe",
  "endpoints/endpoint_audit_log_streams.pipe",
];

/**
 * Starts a server of the data project whose audit log has the rows of a SELECT.
 *
 * They are written by ClickHouse into the table that the server made, past its Events API: ten million would take
 * that longer than all benchmarks together may.
 */
export async function startFilledServer(
  rows: string,
): Promise<FilledServer & { end(): Promise<void> }> {
  await bundleServer();
  const root = await mkdtemp(join(tmpdir(), "audit-bench-store-"));
  try {
    const options = { project: join(root, "project"), data: join(root, "data") };
    for (const folder of ["datasources", "endpoints"])
      await mkdir(join(options.project, folder), { recursive: true });
    for (const file of files) await cp(join(project, file), join(options.project, file));
    await (await startTinybird(options)).stop();
    await fill(join(options.data, "clickhouse"), rows);
    const store = join(root, "store");
    await cp(join(options.data, "clickhouse"), store, { recursive: true });
    const { url, token, pid, stop } = await startTinybird(options);
    const end = async () => {
      await stop();
      await rm(root, { recursive: true, force: true });
    };
    return { url, token, pid, store, end };
  } catch (cause) {
    await rm(root, { recursive: true, force: true });
    throw cause;
  }
}

/** In a process of its own: chDB opens one directory in each. */
async function fill(store: string, rows: string): Promise<void> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const script = fileURLToPath(new URL("fill-store.ts", import.meta.url));
  await promisify(execFile)(process.execPath, ["--import", tsx, script, store, rows]);
}
