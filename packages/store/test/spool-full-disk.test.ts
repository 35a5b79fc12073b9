import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFaultyTinybird } from "./faulty-tinybird.ts";
import { uid } from "./spool-row.ts";

/** A file system of its own, in memory, which only the process below sees. */
const inSmallFileSystem = `mount -t tmpfs -o size=1m none /mnt && head -c 600k /dev/zero > /mnt/filler && exec "$@"`;
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

interface Told {
  readonly acknowledged?: number;
  readonly refused?: number;
  readonly limit?: string;
}

describe.skipIf(!canMount)("a spool on a full disk", () => {
  test.each([
    ["somebody makes room", true],
    ["what is there has been sent", false],
  ])(
    "refuses rows, keeps nothing of them, and goes on once %s",
    async (_, isRoomMade) => {
      const tinybird = await startFaultyTinybird();
      onTestFinished(tinybird.close);
      const main = fileURLToPath(new URL("./spool-child.ts", import.meta.url));
      const node = [
        process.execPath,
        "--conditions=@audit/source",
        "--import",
        import.meta.resolve("tsx"),
        main,
      ];
      const args = ["/mnt/spool", tinybird.url, "1", "3000", "drain", "150000"];
      const child = spawn(
        "unshare",
        ["-rm", "sh", "-c", inSmallFileSystem, "sh", ...node, ...args],
        {
          stdio: ["ignore", "ignore", "inherit", "ipc"],
        },
      );
      onTestFinished(() => void child.kill("SIGKILL"));
      const acknowledged: number[] = [];
      const refused: number[] = [];
      let isFull = false;
      child.on("message", (message) => {
        // Safe: these are the messages that it sends.
        const { acknowledged: number, refused: other, limit } = message as Told;
        if (number !== undefined) acknowledged.push(number);
        if (other !== undefined) refused.push(other);
        if (limit !== undefined) expect(limit).toBe("disk");
        if (refused.length === 50) isFull = true;
      });
      await expect.poll(() => isFull, { timeout: 30_000 }).toBe(true);
      const before = acknowledged.length;
      if (isRoomMade) spawnSync("rm", [`/proc/${child.pid}/root/mnt/filler`]);
      await once(child, "close");

      expect(before).toBeGreaterThan(100);
      if (isRoomMade) expect(acknowledged.length).toBeGreaterThan(before);
      expect(acknowledged.length + refused.length).toBe(3000);
      expect(tinybird.uids).toEqual(acknowledged.sort((a, b) => a - b).map(uid));
    },
    90_000,
  );
});

test.runIf(!canMount)("a full disk cannot be tried here", (context) => {
  context.skip("mounting a small file system needs user namespaces, which are not allowed here");
});
