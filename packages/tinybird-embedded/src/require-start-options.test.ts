import { describe, expect, onTestFinished, test, vi } from "vitest";
import { requireStartOptions, type StartOptions } from "./require-start-options.ts";
import { StartError } from "./start-error.ts";
import { newToken } from "./tokens/token-store.ts";

const strong = "9f2c41d07be85a36f1d2c9b07e4a6835";
const good: StartOptions = { project: "tinybird", host: "127.0.0.1", logLevel: "warn" };

function refusal(options: Partial<StartOptions>): unknown {
  try {
    requireStartOptions({ ...good, ...options });
  } catch (cause) {
    if (cause instanceof StartError) return cause.failure;
    throw cause;
  }
  return undefined;
}

describe("requireStartOptions", () => {
  test.each(["127.0.0.1", "127.9.9.9", "::1", "localhost"])(
    "lets %s pass without a token",
    (host) => {
      expect(refusal({ host })).toBeUndefined();
    },
  );

  test.each(["0.0.0.0", "::", "192.168.0.1", "127.0.0.1.example.org", "localhost.example.org", ""])(
    "refuses %j without a token, which others may reach",
    (host) => {
      expect(refusal({ host })).toMatchObject({ code: "option_invalid", option: "host" });
      expect(refusal({ host, token: strong })).toBeUndefined();
    },
  );

  test.each([
    "12345678",
    strong.slice(1),
    "changeme".repeat(4),
    "password-password-password-password",
    "a".repeat(64),
    "abababababababababababababababab",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "0123456789".repeat(4),
  ])("refuses %j for a host that others may reach, and lets it pass on the loopback", (token) => {
    const failure = refusal({ host: "0.0.0.0", token });
    expect(failure).toMatchObject({ code: "option_invalid", option: "token" });
    expect(JSON.stringify(failure)).not.toContain(token);
    expect(refusal({ token })).toBeUndefined();
  });

  test("lets every token pass that the server would make", () => {
    for (let count = 0; count < 1_000; count += 1) {
      expect(refusal({ host: "0.0.0.0", token: newToken() })).toBeUndefined();
    }
  });

  test("refuses origins that are none", () => {
    expect(refusal({ cors: ["https://a.example", "http://127.0.0.1:3000"] })).toBeUndefined();
    for (const origin of ["*", "", "a.example", "https://a.example/", "null", "ftp://a.example"]) {
      expect(refusal({ cors: ["https://a.example", origin] })).toMatchObject({ option: "cors" });
    }
  });

  test("refuses a token that is short, and does not repeat it", () => {
    const reason = "it must have at least 8 characters: current value has 7";
    expect(refusal({ token: "secret7" })).toEqual({
      code: "option_invalid",
      option: "token",
      reason,
    });
  });

  test.each(["compactAfterBytes", "reservedBytes"] as const)(
    "lets a whole number from 0 pass as %s, and nothing else",
    (option) => {
      for (const bytes of [0, 1, 2 ** 53 - 1]) expect(refusal({ [option]: bytes })).toBeUndefined();
      for (const bytes of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
        const reason = `it must be a whole number from 0: current value is ${bytes}`;
        expect(refusal({ [option]: bytes })).toEqual({ code: "option_invalid", option, reason });
      }
    },
  );

  test("lets a kind of consuming pass that there is, and secrets that are texts", () => {
    for (const kafka of [true, false, "auto"]) expect(refusal({ kafka })).toBeUndefined();
    expect(refusal({ kafka: "on" })).toMatchObject({ code: "option_invalid", option: "kafka" });
    expect(refusal({ secrets: { KEY: "k" } })).toBeUndefined();
    for (const secrets of ["hush-hush", ["hush-hush"], { KEY: 42 }]) {
      const why = refusal({ secrets });
      expect(why).toMatchObject({ code: "option_invalid", option: "secrets" });
      expect(JSON.stringify(why)).not.toMatch(/hush-hush|42/);
    }
  });

  test("lets a rate from 1 pass, and no slower one", () => {
    expect(refusal({ requestsPerSecond: 1 })).toBeUndefined();
    expect(refusal({ requestsPerSecond: 0 })).toMatchObject({ option: "requestsPerSecond" });
  });

  test.each(["/a/*", "/a?/b", "/{a", "/a}", "a/../b*", "what?"])(
    "refuses the data path %s, which ClickHouse would take for a pattern",
    (data) => {
      const why = refusal({ data });
      expect(why).toMatchObject({ code: "option_invalid", option: "data" });
      expect(why).toHaveProperty("reason", expect.stringContaining("none of * ? { }"));
    },
  );

  test("lets a data path pass that has such a character only until it is resolved, or any other", () => {
    for (const data of ["/a*/../b", "/a::b", "/a[1]", "/it's", "/a b", "/a\\b"]) {
      expect(refusal({ data })).toBeUndefined();
    }
  });

  test("refuses a place of temporary directories that ClickHouse would take for a pattern", () => {
    vi.stubEnv("TMPDIR", "/tmp/{a}");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(refusal({})).toMatchObject({ code: "option_invalid", option: "data" });
    expect(refusal({ data: "/a" })).toBeUndefined();
  });

  test("refuses empty paths, and a log level that is none", () => {
    expect(refusal({ project: "" })).toMatchObject({ option: "project" });
    expect(refusal({ data: "" })).toMatchObject({ option: "data" });
    expect(refusal({ logLevel: "verbose" })).toMatchObject({ option: "logLevel" });
  });
});
