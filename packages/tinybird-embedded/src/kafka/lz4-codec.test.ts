import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { hasBroker, startBroker } from "../../test/broker.ts";
import { counted, kafkaProject, numbered, startReader } from "../../test/kafka-project.ts";
import { lz4Codec } from "./lz4-codec.ts";

/** Sends values as librdkafka compresses them, a line each. */
async function sendCompressed(
  broker: string,
  topic: string,
  by: string,
  values: readonly string[],
) {
  const child = spawn("kcat", ["-b", broker, "-P", "-t", topic, "-z", by, "-X", "linger.ms=500"]);
  child.stdin.end(values.join("\n"));
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
}

describe("lz4Codec", () => {
  test("reads a frame", async () => {
    // By the reference implementation: a literal, then copies of it, then the content's checksum.
    const frame = Buffer.from("BCJNGGRApxAAAABvaGVsbG8gBgAFUGhlbGxvAAAAAL2c1nQ=", "base64");
    expect(`${await lz4Codec.decompress(frame)}`).toBe(Array(6).fill("hello").join(" "));
  });

  test.skipIf(!hasBroker)("has a topic read that librdkafka compressed", async () => {
    const broker = await startBroker();
    const values = numbered(0, 20_000).map(({ value }) => value);
    await sendCompressed(broker.address, "events", "lz4", values);
    const reader = await startReader(broker.address, { project: await kafkaProject(counted) });
    await expect.poll(() => reader.count("events"), { timeout: 20_000 }).toBe(values.length);
    const [sums] = await reader.rows("SELECT sum(id) AS sum, uniqExact(id) AS ids FROM events");
    expect(sums).toEqual({ sum: 199_990_000, ids: 20_000 });
  });

  test("refuses a frame that says to hold more than a batch can, and what is none", async () => {
    const frame = Buffer.alloc(20);
    frame.writeUInt32LE(0x184d2204);
    // Version 1 with the content's size, blocks of 64 kB.
    frame[4] = 0b0100_1000;
    frame[5] = 0x40;
    frame.writeUInt32LE(2 ** 30, 6);
    await expect(lz4Codec.decompress(frame)).rejects.toThrow("at most 256000000 bytes");
    await expect(lz4Codec.decompress(Buffer.from("no frame"))).rejects.toThrow("magic");
  });
});
