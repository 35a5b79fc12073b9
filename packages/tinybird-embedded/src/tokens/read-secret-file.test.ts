import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { StartError } from "../start-error.ts";
import { readSecretFile } from "./read-secret-file.ts";

describe("readSecretFile", () => {
  test("gives nothing for a file that is not there", async () => {
    expect(await readSecretFile(join(await temporaryDirectory(), "none.json"))).toBeUndefined();
  });

  test.each(["", '{"a":"tb_secret"', "tb_secret", '"tb_secret"', "null"])(
    "refuses the file %j without repeating it",
    async (text) => {
      const file = join(await temporaryDirectory(), "tokens.json");
      await writeFile(file, text);
      const refused = await readSecretFile(file).catch((cause: unknown) => cause);
      expect(refused).toBeInstanceOf(StartError);
      expect(refused).toMatchObject({ code: "data_unusable" });
      expect(refused).not.toHaveProperty("cause");
      expect(String(refused)).not.toContain("tb_");
    },
  );
});
