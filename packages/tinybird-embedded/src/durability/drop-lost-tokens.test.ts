import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { dropLostTokens } from "./drop-lost-tokens.ts";

async function table(parts: readonly string[], lines: readonly string[]) {
  const store = await temporaryDirectory();
  const path = join(store, "store", "abc", "abc-def");
  for (const part of [...parts, "detached", "deduplication_logs"]) {
    await mkdir(join(path, part), { recursive: true });
  }
  const log = join(path, "deduplication_logs", "deduplication_log_1.txt");
  await writeFile(log, lines.map((line) => `${line}\n`).join(""));
  return { store, read: async () => (await readFile(log, "utf8")).split("\n").filter(Boolean) };
}

describe("dropLostTokens", () => {
  test("drops the token of an insert whose part has no name yet, and no other", async () => {
    const lines = ["1\t2023_1_1_0\ta", "1\t2024_2_2_0\tb", "1\t2023_3_3_0\tc", "2\t2023_1_1_0\ta"];
    const { store, read } = await table(
      ["2023_1_1_0", "2024_2_2_0", "tmp_insert_2023_3_3_0"],
      lines,
    );
    expect(await dropLostTokens(store)).toBe(1);
    expect(await read()).toEqual(lines.filter((line) => !line.endsWith("c")));
  });

  test("keeps the tokens of parts that were merged or mutated", async () => {
    const lines = ["1\tall_1_1_0\ta", "1\tall_2_2_0\tb", "1\tall_7_7_0\tc"];
    const { store, read } = await table(["all_1_4_1", "all_5_9_2_11"], lines);
    expect(await dropLostTokens(store)).toBe(0);
    expect(await read()).toEqual(lines);
  });

  test("finds nothing to do where there is no store", async () => {
    expect(await dropLostTokens(join(await temporaryDirectory(), "nowhere"))).toBe(0);
  });
});
