import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { bundled } from "../../test/bundled.ts";
import { client } from "../../test/client.ts";
import { fromTopic } from "../../test/kafka-project.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";

test("neither the log nor /health has a secret or an address of a connection", async () => {
  const project = await temporaryProject({
    "broker.connection": `TYPE kafka
KAFKA_BOOTSTRAP_SERVERS {{ tb_secret("SERVERS") }}
KAFKA_SECURITY_PROTOCOL SASL_PLAINTEXT
KAFKA_KEY {{ tb_secret("KEY", "default-key-secret-of-file") }}
KAFKA_SECRET {{ tb_secret("PASSWORD") }}
`,
    "events.datasource": `SCHEMA >\n    \`id\` String \`json:$.id\`\n${fromTopic("events")}`,
  });
  const flags = ["--json", "--port", "0", "--project", project, "--log-level", "trace"];
  const child = spawn(process.execPath, [bundled("main"), "start", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      // Nobody listens on it.
      TINYBIRD_SECRET_SERVERS: "127.0.0.1:1",
      TINYBIRD_SECRET_PASSWORD: "secret-of-environment",
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const log = text(child.stderr);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  // As the command line prints it.
  const api = client(JSON.parse(String(line)) as Parameters<typeof client>[0]);
  const health = async () => (await api.request("/health")).text;
  await expect.poll(health, { timeout: 20_000 }).toContain("the connection is refused");
  expect(await health()).not.toMatch(/secret-of|127\.0\.0\.1:1\b/);
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(await log).toContain("a topic cannot be read for now");
  expect(await log).not.toMatch(/secret-of|127\.0\.0\.1:1\b/);
});
