import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { Kafka, logLevel, type Message, Partitioners } from "kafkajs";
import { onTestFinished } from "vitest";

/** Whether Debian's kcat is here, whose library has a broker for tests. */
export const hasBroker = spawnSync("kcat", ["-V"]).status === 0;

if (!hasBroker) {
  console.warn("SKIPPED: a Kafka broker for tests needs kcat: apt-get install kcat");
}

/** Starts a broker that speaks the real protocol on this machine; it keeps 5 MB of each partition, and goes with the test. */
export async function startBroker() {
  const child = spawn("kcat", [
    ...["-b", "x", "-X", "test.mock.num.brokers=1", "-d", "mock"],
    ...["-P", "-t", "unused"],
  ]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const heard: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error("kcat ended")));
    createInterface({ input: child.stderr }).on("line", (line) => {
      const request = /Received (\w+)RequestV/.exec(line)?.[1];
      if (request !== undefined) heard.push(request);
      const found = /bootstrap\.servers=(\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const kafka = new Kafka({
    clientId: "test",
    brokers: [address],
    logLevel: logLevel.NOTHING,
    retry: { retries: 8, initialRetryTime: 100 },
  });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return {
    address,
    kafka,
    /** Resolves when the broker has the messages. It makes a topic that is not there, with four partitions. */
    send: (topic: string, messages: Message[]) => producer.send({ topic, messages }),
    /** How many requests of a kind it had, `LeaveGroup` for instance. */
    requests: (kind: string) => heard.filter((each) => each === kind).length,
    /** Has the broker answer nothing any more; `resume` has it go on with all that it had. */
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
  };
}
