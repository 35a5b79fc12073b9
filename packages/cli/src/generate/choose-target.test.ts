import { describe, expect, test } from "vitest";
import { chooseTarget, type TargetFlags } from "./choose-target.ts";

const both = { AUDIT_URL: "http://a.example", AUDIT_KAFKA_BOOTSTRAP_SERVERS: "localhost:9092" };

describe("chooseTarget", () => {
  test.each<[TargetFlags, Readonly<Record<string, string>>, string]>([
    [{}, { AUDIT_URL: "http://a.example" }, "events_api"],
    [{}, { AUDIT_KAFKA_BOOTSTRAP_SERVERS: "localhost:9092" }, "kafka"],
    [{ url: "http://a.example" }, both, "events_api"],
    [{ datasource: "d" }, both, "events_api"],
    [{ topic: "t" }, both, "kafka"],
    [{ stdout: true }, both, "stdout"],
  ])("takes %j with %j for %s", (flags, env, kind) => {
    expect(chooseTarget(flags, (name) => env[name])).toBe(kind);
  });

  test("refuses to guess between two, and to go nowhere", () => {
    expect(() =>
      chooseTarget({}, (name) => Object.entries(both).find(([key]) => key === name)?.[1]),
    ).toThrow("both AUDIT_URL and AUDIT_KAFKA_BOOTSTRAP_SERVERS");
    expect(() => chooseTarget({}, () => undefined)).toThrow("without a place to send them to");
  });
});
