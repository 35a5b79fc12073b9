import { describe, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { type KafkaFlags, kafkaSettings } from "./kafka-settings.ts";

const here = "localhost:9092";
const there = "b1.example.com:9092,b2.example.com:9092";
const account = { username: "u", password: "secret-of-kafka" };

function settingsOf(flags: KafkaFlags, env: Readonly<Record<string, string>> = {}) {
  return kafkaSettings(flags, (name, flag) => flag ?? env[name]);
}

describe("kafkaSettings", () => {
  test("takes variables for what no flag says", () => {
    const env = {
      AUDIT_KAFKA_BOOTSTRAP_SERVERS: there,
      AUDIT_KAFKA_TOPIC: "t",
      AUDIT_KAFKA_KEY: "u",
      AUDIT_KAFKA_SECRET: "p",
      AUDIT_KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
      AUDIT_KAFKA_SASL_MECHANISM: "scram-sha-512",
    };
    expect(settingsOf({}, env)).toEqual({
      brokers: ["b1.example.com:9092", "b2.example.com:9092"],
      topic: "t",
      ssl: true,
      sasl: { mechanism: "scram-sha-512", username: "u", password: "p" },
    });
    expect(settingsOf({ bootstrapServers: here, topic: "other" }, env)).toMatchObject({
      brokers: [here],
      topic: "other",
    });
  });

  test("has the topic of the data project where none is named", () => {
    expect(settingsOf({ bootstrapServers: here })).toEqual({
      brokers: [here],
      topic: "audit_log",
      ssl: false,
      sasl: undefined,
    });
  });

  test.each([
    ["without a user", { bootstrapServers: there }, false],
    ["with a user, to this machine", { bootstrapServers: `${here},[::1]:9093`, ...account }, false],
    ["with a user, elsewhere", { bootstrapServers: there, ...account }, true],
    ["with a user, partly elsewhere", { bootstrapServers: `${here},${there}`, ...account }, true],
    ["where it is asked for", { bootstrapServers: there, securityProtocol: "ssl" }, true],
    [
      "where a flag says so",
      { bootstrapServers: there, ...account, securityProtocol: "SASL_PLAINTEXT" },
      false,
    ],
  ])("encrypts %s: %j", (_, flags, ssl) => {
    expect(settingsOf(flags).ssl).toBe(ssl);
  });

  test.each<[string, KafkaFlags, Record<string, string>]>([
    ["--bootstrap-servers", { topic: "t" }, {}],
    ["--bootstrap-servers", { bootstrapServers: "localhost" }, {}],
    ["--bootstrap-servers", { bootstrapServers: "localhost:0" }, {}],
    ["--bootstrap-servers", { bootstrapServers: "http://localhost:9092" }, {}],
    ["--bootstrap-servers", { bootstrapServers: "localhost:9092," }, {}],
    ["--topic", { bootstrapServers: here, topic: "no spaces" }, {}],
    ["--topic", { bootstrapServers: here, topic: "t".repeat(250) }, {}],
    ["--username", { bootstrapServers: here, password: "secret-of-kafka" }, {}],
    ["AUDIT_KAFKA_SECRET", { bootstrapServers: here, username: "u" }, {}],
    ["--security-protocol", { bootstrapServers: here, securityProtocol: "TLS" }, {}],
    ["--security-protocol", { bootstrapServers: here, securityProtocol: "SASL_SSL" }, {}],
    ["--username", { bootstrapServers: here, ...account, securityProtocol: "SSL" }, {}],
    ["--sasl-mechanism", { bootstrapServers: here, ...account, saslMechanism: "GSSAPI" }, {}],
    [
      "unencrypted",
      { bootstrapServers: there, ...account },
      { AUDIT_KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT" },
    ],
  ])("names %s where it is wrong: %j", (named, flags, env) => {
    const refused = () => settingsOf(flags, env);
    expect(refused).toThrow(UsageError);
    let said = "";
    try {
      refused();
    } catch (error) {
      if (error instanceof UsageError) said = `${error.message} ${error.hint}`;
    }
    expect(said).toContain(named);
    expect(said).not.toContain("secret-of-kafka");
  });
});
