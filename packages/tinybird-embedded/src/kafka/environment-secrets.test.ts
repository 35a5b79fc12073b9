import { expect, test } from "vitest";
import { environmentSecrets } from "./environment-secrets.ts";

test("environmentSecrets takes what has its prefix and a name", () => {
  const environment = { TINYBIRD_SECRET_KEY: "k", TINYBIRD_SECRET_: "x", TINYBIRD_TOKEN: "t" };
  expect(environmentSecrets(environment)).toEqual({ KEY: "k" });
});
