import { randomBytes } from "node:crypto";
import { chmod, type FileHandle, open } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { InvalidOptionError } from "../assert-option.ts";
import { errorCode } from "./spool-files.ts";

/** A socket that others can ask whether this process is alive. */
export interface Presence {
  /** Another name may be linked or renamed to it. */
  readonly path: string;
  /** Ends it: asked by any name of it, it is not alive from then on, and never again. */
  close(): Promise<void>;
}

// What an address of a socket holds on macOS; Linux has four bytes more.
const longestPath = 103;

/**
 * Announces this process by a socket in a directory.
 *
 * The kernel closes it at the end of the process, also by `kill -9`: so there is no process id that
 * may be somebody else's by now, no heartbeat that a busy process misses, and no time to wait out.
 */
export async function announce(directory: string): Promise<Presence> {
  const path = join(directory, `${randomBytes(8).toString("hex")}.bind`);
  const server = createServer((socket) => socket.destroy());
  await withShortPath(
    path,
    (short) =>
      new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        // Exclusive: in a worker of a cluster it would otherwise be the primary that listens.
        server.listen({ path: short, exclusive: true }, resolve);
      }),
  );
  server.unref();
  await chmod(path, 0o600);
  return { path, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Whether the process that announced itself by this socket is still there. */
export async function isAlive(path: string): Promise<boolean> {
  try {
    await withShortPath(
      path,
      (short) =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ path: short });
          socket.once("error", reject);
          socket.once("connect", () => {
            socket.destroy();
            resolve();
          });
        }),
    );
    return true;
  } catch (cause) {
    // Anything else, as too many that ask at once, says nothing about its end.
    if (["ECONNREFUSED", "ENOENT"].includes(errorCode(cause))) return false;
    if (cause instanceof InvalidOptionError) throw cause;
    return true;
  }
}

/** An address of a socket holds about a hundred bytes; Linux can name the directory by a number. */
async function withShortPath(path: string, use: (short: string) => Promise<void>): Promise<void> {
  if (Buffer.byteLength(path) <= longestPath) return use(path);
  if (process.platform !== "linux")
    throw new InvalidOptionError("directory", `have a path of at most ${longestPath - 35} bytes`);
  const handle: FileHandle = await open(dirname(path), "r");
  try {
    await use(`/proc/self/fd/${handle.fd}/${basename(path)}`);
  } finally {
    await handle.close();
  }
}
