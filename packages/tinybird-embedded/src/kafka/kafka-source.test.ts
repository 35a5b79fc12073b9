import { describe, expect, test } from "vitest";
import { parseConnection } from "../datafile/parse-connection.ts";
import { parseDatasource } from "../datafile/parse-datasource.ts";
import type { KafkaMode } from "./kafka-mode.ts";
import { kafkaSources } from "./kafka-source.ts";

const secret = "secret-of-connection";

/** Finds what a project of one connection and these data sources, by name, reads. */
function find(
  connection: string,
  datasources: Readonly<Record<string, string>>,
  mode: KafkaMode = "auto",
  secrets: Readonly<Record<string, string>> = {},
) {
  const kafka = "KAFKA_CONNECTION_NAME c\nKAFKA_GROUP_ID g\n";
  const project = {
    pipes: [],
    connections: [parseConnection(`TYPE kafka\n${connection}\n`, "c.connection")],
    datasources: Object.entries(datasources).map(([name, more]) =>
      parseDatasource(`SCHEMA >\n  a String\n\n${kafka}${more}\n`, `${name}.datasource`),
    ),
  };
  return kafkaSources(project, secrets, mode);
}

const local = "KAFKA_BOOTSTRAP_SERVERS localhost:9092";
const remote = "KAFKA_BOOTSTRAP_SERVERS kafka.example.com:9092";
const named = 'KAFKA_BOOTSTRAP_SERVERS {{ tb_secret("SERVERS", "kafka.example.com:9092") }}';

describe("kafkaSources", () => {
  test.each<[string, string, KafkaMode, Record<string, string>, boolean]>([
    ["on this machine", local, "auto", {}, true],
    ["on this machine, switched off", local, false, {}, false],
    ["on another machine", remote, "auto", {}, false],
    ["on another machine, switched on", remote, true, {}, true],
    ["of a secret's default", named, "auto", {}, false],
    ["of a secret that is given", named, "auto", { SERVERS: "a.example.com:9092" }, true],
  ])("decides whether to read from brokers %s", (_, connection, mode, secrets, isRead) => {
    const { groups, refused } = find(connection, { one: "KAFKA_TOPIC t" }, mode, secrets);
    expect(groups.length).toBe(isRead ? 1 : 0);
    expect(refused.map(({ state }) => state)).toEqual(isRead ? [] : ["off"]);
  });

  test("reads topics of one group together, and begins them with new messages unless told", () => {
    const { groups } = find(local, {
      one: "KAFKA_TOPIC t",
      two: "KAFKA_TOPIC u\nKAFKA_AUTO_OFFSET_RESET Earliest\nKAFKA_STORE_RAW_VALUE 1",
    });
    expect(groups).toHaveLength(1);
    expect(groups[0]?.sources).toMatchObject([
      { topic: "t", reset: "latest", storeValue: false, storeHeaders: false },
      { topic: "u", reset: "earliest", storeValue: true, storeHeaders: false },
    ]);
  });

  test.each([
    ["KAFKA_TOPIC t\nKAFKA_VALUE_FORMAT avro", "KAFKA_VALUE_FORMAT must be json_without_schema"],
    [
      "KAFKA_TOPIC t\nKAFKA_KEY_FORMAT json_with_schema",
      "KAFKA_KEY_FORMAT must be json_without_schema",
    ],
    [
      "KAFKA_TOPIC t\nKAFKA_AUTO_OFFSET_RESET none",
      "KAFKA_AUTO_OFFSET_RESET must be earliest or latest: current value is none",
    ],
  ])("refuses %j", (more, reason) => {
    const { groups, refused } = find(local, { one: more });
    expect(groups).toEqual([]);
    expect(refused).toMatchObject([{ state: "refused", reason: expect.stringContaining(reason) }]);
  });

  test("refuses a second data source with the same topic and group", () => {
    const { groups, refused } = find(local, { one: "KAFKA_TOPIC t", two: "KAFKA_TOPIC t" });
    expect(groups[0]?.sources).toHaveLength(1);
    expect(refused).toMatchObject([{ state: "refused", source: { datasource: { name: "two" } } }]);
  });

  test.each([
    ['KAFKA_BOOTSTRAP_SERVERS {{ tb_secret("A") }}', "secrets of connection"],
    ["KAFKA_SECURITY_PROTOCOL SSL", "must have KAFKA_BOOTSTRAP_SERVERS"],
    [`KAFKA_BOOTSTRAP_SERVERS ${secret}`, "must be host:port"],
    [`${local}\nKAFKA_SECURITY_PROTOCOL ${secret}`, "KAFKA_SECURITY_PROTOCOL"],
    [`${local}\nKAFKA_KEY ${secret}\nKAFKA_SASL_MECHANISM ${secret}`, "KAFKA_SASL_MECHANISM"],
  ])("says why it cannot use %j, without the values", (connection, reason) => {
    const { refused } = find(connection, { one: "KAFKA_TOPIC t" }, true);
    expect(refused[0]?.reason).toContain(reason);
    expect(refused[0]?.reason).not.toContain(secret);
  });

  test.each([
    [local, { brokers: ["localhost:9092"] }],
    [
      `KAFKA_BOOTSTRAP_SERVERS localhost:1, localhost:2\nKAFKA_KEY k\nKAFKA_SECRET {{ tb_secret("S", "s") }}`,
      {
        brokers: ["localhost:1", "localhost:2"],
        ssl: true,
        sasl: { mechanism: "plain", username: "k", password: "s" },
      },
    ],
    [
      `${local}\nKAFKA_SECURITY_PROTOCOL SASL_PLAINTEXT\nKAFKA_SASL_MECHANISM SCRAM-SHA-512\nKAFKA_KEY k\nKAFKA_SECRET s`,
      {
        brokers: ["localhost:9092"],
        sasl: { mechanism: "scram-sha-512", username: "k", password: "s" },
      },
    ],
    [
      `${local}\nKAFKA_SECURITY_PROTOCOL SSL\nKAFKA_SSL_CA_PEM one\\ntwo`,
      { brokers: ["localhost:9092"], ssl: { ca: ["one\ntwo"] } },
    ],
  ])("reads the settings %j", (connection, client) => {
    expect(find(connection, { one: "KAFKA_TOPIC t" }).groups[0]?.client).toEqual(client);
  });
});

describe("secrets in a data source", () => {
  const directives =
    'KAFKA_TOPIC {{ tb_secret("TOPIC", "events") }}\nKAFKA_AUTO_OFFSET_RESET {{ tb_secret("START") }}';

  test("name the topic and where it begins", () => {
    const { groups } = find(local, { one: directives }, "auto", { TOPIC: "t", START: "earliest" });
    expect(groups[0]?.sources[0]).toMatchObject({ topic: "t", reset: "earliest" });
    const [byDefault] = find(local, { one: directives }, "auto", { START: "latest" }).groups;
    expect(byDefault?.sources[0]).toMatchObject({ topic: "events", reset: "latest" });
  });

  test("leave the topic alone where one is not given, and are named", () => {
    const { groups, refused } = find(local, { one: directives });
    expect(groups).toEqual([]);
    expect(refused).toMatchObject([
      { state: "off", reason: "the server must be given the secret START" },
    ]);
  });
});
