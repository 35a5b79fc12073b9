import { describe, expect, test } from "vitest";
import { hasBroker, startBroker } from "../../test/broker.ts";
import { counted, kafkaProject, numbered, startReader } from "../../test/kafka-project.ts";

const timeout = 30_000;

/** Members that come and go take the broker for tests half a minute: `pnpm kafka` has them. */
const isLong = process.env.KAFKA_MESSAGES !== undefined;
if (!isLong) console.warn("SKIPPED: two servers in one group need KAFKA_MESSAGES (pnpm kafka)");

describe.skipIf(!hasBroker || !isLong)("two servers in one group", () => {
  test("share the partitions: each message is with one of them, also when one leaves", async () => {
    const broker = await startBroker();
    await broker.send("events", numbered(0, 200));
    const project = await kafkaProject(counted);
    const one = await startReader(broker.address, { project });
    await expect.poll(() => one.count("events"), { timeout }).toBe(200);
    const other = await startReader(broker.address, { project });
    const shares = async () => {
      const read = await Promise.all([one, other].map((server) => server.topics()));
      return read.map(([topic]) => topic.partitions.length);
    };
    await expect.poll(shares, { timeout }).toEqual([2, 2]);
    await broker.send("events", numbered(200, 400));
    const all = async () => {
      const parts = await Promise.all(
        [one, other].map((server) => server.rows("SELECT id FROM events")),
      );
      return parts.flat().map(({ id }) => Number(id));
    };
    await expect.poll(async () => (await all()).length, { timeout }).toBe(600);
    expect(await other.count("events")).toBeGreaterThan(0);
    const left = (await other.rows("SELECT id FROM events")).map(({ id }) => Number(id));

    await other.stop();
    await broker.send("events", numbered(600, 100));
    await expect.poll(() => one.count("events"), { timeout }).toBe(700 - left.length);
    const found = [
      ...(await one.rows("SELECT id FROM events")).map(({ id }) => Number(id)),
      ...left,
    ];
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 700 }, (_, id) => id));
  });
});
