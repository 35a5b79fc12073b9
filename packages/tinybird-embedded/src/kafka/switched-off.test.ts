import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { bundled } from "../../test/bundled.ts";
import { client } from "../../test/client.ts";
import { endAfterTest } from "../../test/end-after-test.ts";
import { fromTopic, kafkaProject } from "../../test/kafka-project.ts";

const datasource = `SCHEMA >\n    \`id\` String \`json:$.id\`\n${fromTopic("events")}`;

test.each([
  [["--no-kafka"], "off", "consuming is switched off"],
  [
    [],
    "off",
    "its brokers are on another machine, and not from a secret that the server was given",
  ],
  [["--kafka"], "connecting", expect.stringContaining("no broker answers")],
])("%j reads a topic of brokers that are not there: %s", async (flags, state, why) => {
  const project = await kafkaProject({ "events.datasource": datasource });
  const started = ["start", "--json", "--port", "0", "--project", project, ...flags];
  const child = spawn(process.execPath, [bundled("main"), ...started], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  endAfterTest(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  // As the command line prints it.
  const api = client(JSON.parse(String(line)) as Parameters<typeof client>[0]);
  await expect
    .poll(async () => (await api.request("/health")).json.kafka, { timeout: 20_000 })
    .toMatchObject([{ state, last_error: why }]);
});
