import {
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from "kafkajs";
import { describe, expect, test } from "vitest";
import { LogError } from "../write-ahead-log/log-error.ts";
import { kafkaTrouble } from "./kafka-trouble.ts";

const address = "kafka.example.com:9092";

describe("kafkaTrouble", () => {
  test.each([
    [
      new KafkaJSNumberOfRetriesExceeded(
        new KafkaJSConnectionError(`connect ECONNREFUSED ${address}`, {
          broker: address,
          code: "ECONNREFUSED",
        }),
        { retryCount: 1, retryTime: 1 },
      ),
      "no broker answers: the connection is refused",
    ],
    [
      Object.assign(new Error(address), { name: "KafkaJSSASLAuthenticationError" }),
      "the broker refuses key and secret",
    ],
    [
      new KafkaJSProtocolError(
        Object.assign(new Error(address), { type: "TOPIC_AUTHORIZATION_FAILED" }),
      ),
      "the broker answers TOPIC_AUTHORIZATION_FAILED",
    ],
    [new Error(address), "it cannot be read"],
    [address, "it cannot be read"],
    [new LogError("full"), new LogError("full").message],
  ])("has no words of the error's own: %s", (cause, expected) => {
    expect(kafkaTrouble(cause)).toBe(expected);
  });
});
