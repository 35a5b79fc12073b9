import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { bundled } from "../../test/bundled.ts";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";

/** A file system of its own, in memory, which only the processes below see; nothing of it is left when they end. */
const inSmallFileSystem = `mount -t tmpfs -o size=160m none /mnt && head -c 48m /dev/zero > /mnt/filler &&
  while read -r next; do "$@"; done`;
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

if (!canMount) {
  console.warn(
    "SKIPPED: a small disk needs a mount in a user namespace, which is not allowed here",
  );
}

interface Server {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

/** Starts servers on a disk that is nearly full, one after the other. */
function onSmallDisk(reservedBytes: number) {
  const node = [process.execPath, bundled("main")];
  const flags = ["--project", shop, "--data", "/mnt/data", "--port", "0", "--json"];
  const reserved = ["--reserved-bytes", String(reservedBytes)];
  const shell: ChildProcess = spawn(
    "unshare",
    ["-rm", "sh", "-c", inSmallFileSystem, "sh", ...node, ...flags, ...reserved],
    // A group, so that all of them can be ended.
    { stdio: ["pipe", "pipe", "inherit"], detached: true },
  );
  onTestFinished(() => void process.kill(-(shell.pid ?? 0), "SIGKILL"));
  if (shell.stdout === null) throw new Error("it has a pipe as its output");
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  const start = async () => {
    shell.stdin?.write("start\n");
    const { value } = await lines.next();
    // What the command prints with --json.
    const server = JSON.parse(String(value)) as Server;
    return { ...client(server), ...server };
  };
  return start;
}

function incompressible(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(12_000))).toString("hex");
}

describe.skipIf(!canMount)("on a full disk", () => {
  test.each([
    ["with room kept for ClickHouse", 24_000_000],
    ["without any room kept", 0],
  ])(
    "rows are refused and none that was acknowledged is lost, %s",
    async (_, reservedBytes) => {
      const start = onSmallDisk(reservedBytes);
      const first = await start();
      const acknowledged: string[] = [];
      const statuses = new Set<number>();
      for (let number = 0; ![...statuses].some((status) => status > 500); number += 1) {
        const rows = Array.from({ length: 100 }, (_, row) => `${number}/${row}`);
        const body = rows.map((id) => JSON.stringify({ id, note: incompressible() })).join("\n");
        const { status } = await first.append("orders", body);
        statuses.add(status);
        if (status === 200 || status === 202) acknowledged.push(...rows);
      }
      expect([...statuses].filter((status) => ![200, 202, 503, 507].includes(status))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(100);

      // Room again: it goes on by itself.
      spawnSync("rm", [`/proc/${first.pid}/root/mnt/filler`]);
      await expect
        .poll(async () => (await first.append("orders", '{"id":"after"}')).status, {
          timeout: 20_000,
        })
        .toBe(200);
      acknowledged.push("after");
      const ids = async ({ rows }: Pick<typeof first, "rows">) =>
        (await rows("SELECT id, count() AS times FROM orders WHERE id != 'after' GROUP BY id")).map(
          ({ id, times }) => `${id} ${times}`,
        );
      const expected = acknowledged.filter((id) => id !== "after").map((id) => `${id} 1`);
      expect((await ids(first)).sort()).toEqual(expected.sort());

      process.kill(first.pid, "SIGKILL");
      expect((await ids(await start())).sort()).toEqual(expected);
    },
    120_000,
  );
});
