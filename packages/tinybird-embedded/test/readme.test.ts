import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "./client.ts";
import { shop } from "./shop.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

describe("README", () => {
  test("has lines for CI that start a server and wait until it can do its work", async () => {
    const readme = await readFile(path("../README.md"), "utf8");
    const lines = /## Use it in CI.*?```sh\n(.*?)```/s.exec(readme)?.[1] ?? "";
    expect(lines).toContain("--port 7181");
    const port = await freePort();
    const command = `"${process.execPath}" --import "${import.meta.resolve("tsx")}" "${path("../src/main.ts")}"`;
    const script = lines
      .replaceAll("7181", String(port))
      .replace("tinybird-embedded --project tinybird", `${command} --project "${shop}"`);
    const token = "token-of-the-test";
    // "wait" at its end, so that it lives as long as the server does; a group, so that both can be ended.
    const shell = spawn("sh", ["-e", "-c", `${script}\necho ready\nwait`], {
      env: { ...process.env, TINYBIRD_TOKEN: token },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    onTestFinished(() => void process.kill(-(shell.pid ?? 0), "SIGKILL"));
    await new Promise<void>((resolve, reject) => {
      shell.stdout.on("data", (chunk) => String(chunk).includes("ready") && resolve());
      shell.once("exit", (code) => reject(new Error(`exit ${code}`)));
    });
    const api = client({ url: `http://127.0.0.1:${port}`, token });
    expect(await api.append("orders", '{"id":"a"}')).toMatchObject({ status: 200 });
  });
});
