import { closeSync, fstatSync, openSync } from "node:fs";
import { createServer } from "node:net";

/** All bytes that Linux has for it: up to libuv 1.48 a shorter name gets zeros, so that Node 20 and 22 would differ. */
const nameLength = 108;

/**
 * Takes the lock on a directory that goes with this process, however it ends. It is one lock whatever the path, but
 * not across network namespaces: it is the name of a socket.
 *
 * @returns `none` where there are no such locks, as on macOS.
 */
export async function takeKernelLock(directory: string): Promise<"ours" | "theirs" | "none"> {
  if (process.platform !== "linux") return "none";
  // Open as long as the lock is ours: the inode of a directory that is removed could else be another's.
  const descriptor = openSync(directory, "r");
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  const taken = await bind(`\0tinybird-embedded-${dev}-${ino}`.padEnd(nameLength, "-"));
  if (taken !== "ours") closeSync(descriptor);
  return taken;
}

function bind(path: string): Promise<"ours" | "theirs" | "none"> {
  return new Promise((resolve) => {
    const server = createServer((connection) => connection.destroy());
    server.once("error", (cause: NodeJS.ErrnoException) =>
      // A sandbox may forbid it; ClickHouse's own lock is left then.
      resolve(cause.code === "EADDRINUSE" ? "theirs" : "none"),
    );
    // Exclusive, as the primary of a cluster would else hold it.
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve("ours");
    });
  });
}
