import { describe, expect, onTestFinished, test } from "vitest";
import { hasBroker, startBroker } from "../../tinybird-embedded/test/broker.ts";
import { startAudit } from "./audit.ts";
import { demoProject } from "./demo-project.ts";

const words = (line: string) => line.split(" ");

describe("audit generate to Kafka", () => {
  test.skipIf(!hasBroker)(
    "lands in the data sources that read the topics",
    async () => {
      const { project, remove } = await demoProject();
      onTestFinished(remove);
      const { address, send } = await startBroker();
      // The broker makes a topic that somebody asks for, and a server that finds none waits for long.
      for (const topic of ["audit_log", "audit_log_demo"]) await send(topic, []);
      const secrets = { AUDIT_KAFKA_BOOTSTRAP_SERVERS: address };
      const audit = await startAudit({ project, secrets });
      onTestFinished(() => audit.stop());
      const generate = (line: string, env: Record<string, string> = {}) =>
        audit.run(["generate", ...words(line)], {
          env: { AUDIT_URL: "", AUDIT_TOKEN: "", ...env },
        });

      const what = "--events 2000 --from 2025-03-03 --days 7";
      const written = await generate(`${what} --stdout --silent`);
      const sent = await generate(what, { AUDIT_KAFKA_BOOTSTRAP_SERVERS: address });
      expect(sent).toMatchObject({ code: 0, stderr: "" });
      expect(sent.stdout).toMatch(/^2,000 events acknowledged by the topic audit_log in /);
      const events = async () => {
        const { stdout } = await audit.run(["export"]);
        const lines = stdout.split("\n").filter((line) => line !== "");
        return lines.map((line): { uid: string } => JSON.parse(line));
      };
      await expect.poll(async () => (await events()).length, { timeout: 60_000 }).toBe(2000);
      const landed = (await events()).sort((a, b) => (a.uid < b.uid ? -1 : 1));
      const lines = written.stdout.trim().split("\n");
      expect(landed).toEqual(lines.map((line) => JSON.parse(line)));

      const demo = await generate(`--shape demo --events 300 --bootstrap-servers ${address}`);
      expect(demo.stdout).toContain("300 events acknowledged by the topic audit_log_demo");
      const { url, token } = audit.server;
      const q = encodeURIComponent(
        "SELECT uniqExact(entity_id) AS events FROM demo_of_kafka FORMAT CSV",
      );
      const count = async () =>
        (await fetch(`${url}/v0/sql?q=${q}&token=${token}`)).text().then((text) => text.trim());
      await expect.poll(count, { timeout: 60_000 }).toBe("300");
      // A broker, a bundle, a server and three programs start in it.
    },
    180_000,
  );
});
