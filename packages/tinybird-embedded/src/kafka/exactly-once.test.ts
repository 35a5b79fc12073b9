import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hasBroker, startBroker } from "../../test/broker.ts";
import { counted, kafkaProject, numbered, startReader } from "../../test/kafka-project.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";

/** The long form has 100,000. */
const messages = Number(process.env.KAFKA_MESSAGES ?? 10_000);
const timeout = 60_000 + messages;

type Server = Awaited<ReturnType<typeof startReader>>;

/** What a server has, and what it would have of each message once. */
async function content(server: Server) {
  const [row] = await server.rows(
    `SELECT count() AS rows, uniqExact(id) AS ids, sum(id) AS sum,
       (SELECT sum(count) FROM totals) AS counted, (SELECT sum(sum) FROM totals) AS summed
     FROM events`,
  );
  return Object.values(row).map(Number);
}

const once = (count: number) => {
  const sum = (count * (count - 1)) / 2;
  return [count, count, sum, count, sum];
};

describe.skipIf(!hasBroker)("a topic that is read", () => {
  test(
    "is there once, also in a view, after a kill half-way, a stop and a rebuild",
    async () => {
      const broker = await startBroker();
      const project = await kafkaProject(counted);
      const data = await temporaryDirectory();
      // Small, so that positions are in snapshots, too.
      const options = { project, data, compactAfterBytes: 50_000 };
      await broker.send("events", numbered(0, 1_000));
      let sent = 1_000;
      const first = await startReader(broker.address, options);
      let server = first;
      const send = async (upTo: number) => {
        while (sent < upTo) {
          // The broker keeps 5 MB of each partition: no more than that is ahead of the server.
          await expect
            .poll(() => server.count("events"), { timeout })
            .toBeGreaterThan(sent - 8_000);
          const next = Math.min(1_000, upTo - sent);
          await broker.send("events", numbered(sent, next));
          sent += next;
        }
      };
      await send(messages / 2);
      // Some of it is in the log, some is not.
      await expect.poll(() => first.count("events"), { timeout }).toBeGreaterThan(0);
      await first.kill();
      const killed = performance.now();
      server = await startReader(broker.address, options);
      const before = await server.count("events");
      await expect.poll(() => server.count("events"), { timeout }).toBeGreaterThan(before);
      const milliseconds = Math.round(performance.now() - killed);
      await send(messages);
      // A view has its rows a moment after its data source.
      await expect.poll(() => content(server), { timeout }).toEqual(once(messages));
      if (messages > 10_000) console.info({ messages, before, milliseconds });

      await server.stop();
      await rm(join(data, "clickhouse"), { recursive: true });
      await broker.send("events", numbered(messages, 10));
      server = await startReader(broker.address, options);
      expect(server.recovery.rebuilt).toBe("missing");
      await expect.poll(() => content(server), { timeout }).toEqual(once(messages + 10));
    },
    timeout * 2,
  );
});
