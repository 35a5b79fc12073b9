import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { shop } from "../../test/shop.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const engine = new URL("engine.ts", import.meta.url).href;

const windows = 'Object.defineProperty(process, "platform", { value: "win32" })';
const alpine = `process.report.getReport = () => ({ header: {} });
  Object.defineProperty(process, "platform", { value: "linux" })`;

/** Runs Node in a process that believes itself elsewhere. */
async function elsewhere(preload: string, args: readonly string[]) {
  const imports = [
    import.meta.resolve("tsx"),
    `data:text/javascript,${encodeURIComponent(preload)}`,
  ];
  const child = spawn(
    process.execPath,
    [...imports.flatMap((each) => ["--import", each]), ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { out, err, code };
}

describe("requireSupportedPlatform", () => {
  test.each([
    ["Windows", windows, /^Cannot run ClickHouse on "win32-\w+" as .*: use WSL2 on Windows/],
    ["Alpine", alpine, /^Cannot run ClickHouse on "linux-\w+" as .*: this Linux has another C lib/],
  ])("has the command line end with 1 and one sentence on %s", async (_, preload, sentence) => {
    const { out, err, code } = await elsewhere(preload, [main, "--project", shop]);
    expect({ out, code }).toEqual({ out: "", code: 1 });
    expect(err).toMatch(sentence);
    expect(err.trimEnd()).not.toContain("\n");
  });

  test("comes before chDB is loaded where a data directory is opened", async () => {
    const script = `const { Engine } = await import(${JSON.stringify(engine)});
      const cause = await Engine.open("/nowhere", { reads: 1 }).catch((cause) => cause);
      console.log(JSON.stringify(cause.failure));`;
    const args = ["--input-type=module", "--eval", script];
    const { out, err } = await elsewhere(windows, args);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      code: "platform_unsupported",
      reason: expect.stringContaining("WSL2"),
    });
  });
});
