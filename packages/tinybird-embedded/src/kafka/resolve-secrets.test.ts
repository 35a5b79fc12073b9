import { describe, expect, test } from "vitest";
import { resolveSecrets } from "./resolve-secrets.ts";

describe("resolveSecrets", () => {
  test.each([
    ["broker:9092", "broker:9092", false],
    ['{{ tb_secret("GIVEN") }}', "given", true],
    ["{{tb_secret('GIVEN', 'default')}}", "given", true],
    ['{{ tb_secret("OTHER", "default") }}', "default", false],
    ['{{ tb_secret("OTHER", default="a,b") }}', "a,b", false],
    ['{{ tb_secret("OTHER", "") }}', "", false],
    ['{{ tb_secret("GIVEN") }}:{{ tb_secret("PORT", "9092") }}', "given:9092", true],
  ])("reads %s as %s", (written, value, isGiven) => {
    expect(resolveSecrets(written, { GIVEN: "given" })).toEqual({ value, missing: [], isGiven });
  });

  test("names secrets that have neither a value nor a default", () => {
    const written = '{{ tb_secret("toString") }} {{ tb_secret("B") }}';
    expect(resolveSecrets(written, {})).toEqual({
      value: undefined,
      missing: ["toString", "B"],
      isGiven: false,
    });
  });
});
