import { describe, expect, test } from "vitest";
import { parseConnection } from "./parse-connection.ts";

describe("parseConnection", () => {
  test("keeps values as written, secrets too", () => {
    const text = `TYPE kafka
DESCRIPTION Orders
KAFKA_BOOTSTRAP_SERVERS {{ tb_secret("KAFKA", "localhost:9092") }}
KAFKA_SECURITY_PROTOCOL "SASL_SSL"
KAFKA_SSL_CA_PEM >
    -----BEGIN CERTIFICATE-----
    -----END CERTIFICATE-----
`;
    expect(parseConnection(text, "connections/my-kafka.connection")).toEqual({
      name: "my-kafka",
      file: "connections/my-kafka.connection",
      type: "kafka",
      description: "Orders",
      settings: {
        KAFKA_BOOTSTRAP_SERVERS: '{{ tb_secret("KAFKA", "localhost:9092") }}',
        KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
        KAFKA_SSL_CA_PEM: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
      },
    });
  });

  test.each([
    ["S3_REGION us-east-1", 1, "Cannot define a connection as it must have a TYPE"],
    ["TYPE mysql", 1, "it must be one of kafka, s3, gcs, dynamodb: current value is mysql"],
    ["TYPE s3\nKAFKA_KEY k", 2, "a connection of TYPE s3 has none"],
    ["TYPE s3\nTYPE s3", 2, "must come once"],
  ])("refuses %j", (text, line, message) => {
    expect(() => parseConnection(text, "a.connection")).toThrow(`a.connection:${line}: `);
    expect(() => parseConnection(text, "a.connection")).toThrow(message);
  });
});
