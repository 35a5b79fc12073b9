import { connect, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasBroker, startBroker } from "../../test/broker.ts";
import { counted, kafkaProject, numbered, startReader } from "../../test/kafka-project.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";

/** A door to a broker that is closed at first: whoever knocks is refused. */
async function closedDoor(address: string) {
  const [host = "", port = ""] = address.split(":");
  const door = createServer((socket) => {
    const inside = connect(Number(port), host);
    inside.on("error", () => socket.destroy());
    socket.on("error", () => inside.destroy());
    socket.pipe(inside).pipe(socket);
  });
  const listen = (number: number) =>
    new Promise<number>((resolve) =>
      door.listen(number, "127.0.0.1", () => {
        const found = door.address();
        resolve(typeof found === "object" && found !== null ? found.port : 0);
      }),
    );
  const own = await listen(0);
  await new Promise((closed) => door.close(closed));
  const open = async () => {
    await listen(own);
    onTestFinished(() => void door.close());
  };
  return { address: `127.0.0.1:${own}`, open };
}

const reading = (state: string, error?: string) => [
  expect.objectContaining({ state, ...(error === undefined ? {} : { last_error: error }) }),
];

describe.skipIf(!hasBroker)("a server whose topic cannot be read", () => {
  test("starts, says so, and reads it when broker and topic are there, and there again", async () => {
    const broker = await startBroker();
    const door = await closedDoor(broker.address);
    const project = await kafkaProject(counted);
    const server = await startReader(door.address, { project, logLevel: "error" });
    const refused = "no broker answers: the connection is refused";
    await expect.poll(server.topics, { timeout: 20_000 }).toEqual(reading("connecting", refused));
    const health = await server.request("/health");
    expect(health.status).toBe(200);
    expect(health.text).not.toContain(door.address);

    await door.open();
    const missing = "the topic is not there";
    await expect.poll(server.topics, { timeout: 20_000 }).toEqual(reading("connecting", missing));
    await broker.send("events", numbered(0, 10));
    await expect.poll(() => server.count("events"), { timeout: 20_000 }).toBe(10);
    expect(await server.topics()).toEqual(reading("consuming"));

    broker.pause();
    await expect.poll(server.topics, { timeout: 30_000 }).toEqual(reading("connecting"));
    broker.resume();
    await broker.send("events", numbered(10, 10));
    await expect.poll(() => server.count("events"), { timeout: 30_000 }).toBe(20);
  });

  test("waits while its disk is full, and has every message when there is room", async () => {
    const broker = await startBroker();
    await broker.send("events", numbered(0, 100));
    const options = { project: await kafkaProject(counted), data: await temporaryDirectory() };
    const full = await startReader(broker.address, {
      ...{ ...options, reservedBytes: 1e15, logLevel: "error" },
    });
    const why = "Cannot write to the log as the disk must have room: it is full";
    await expect.poll(full.topics, { timeout: 20_000 }).toEqual(reading("waiting", why));
    expect(await full.count("events")).toBe(0);
    await full.stop();
    const server = await startReader(broker.address, options);
    await expect.poll(() => server.count("events"), { timeout: 20_000 }).toBe(100);
  });
});
