import { join } from "node:path";
import { fetchTransport } from "@audit/store";
import { drainSpool } from "@audit/store/spool";
import { runIncidentService } from "../src/running.ts";

const {
  LOAD_DIRECTORY: directory = "",
  TINYBIRD_URL: url = "",
  TINYBIRD_TOKEN: token = "",
} = process.env;
const running = await runIncidentService({
  settings: {
    apiKeys: [
      { key: "load-key-0123456789", workspaceId: "load", actor: { id: "probe", type: "api_key" } },
    ],
    webhooks: [],
  },
  tinybird: { url, token },
  directory,
  port: 0,
  say: (line) => process.stderr.write(`${line}\n`),
});
process.send?.({ url: running.url });
process.once("message", async () => {
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  await running.stop();
  await drainSpool({
    directory: join(directory, "spool"),
    transport: fetchTransport({ url, token }),
  });
  process.send?.({ rss, cpu: (user + system) / 1e6 });
  process.disconnect();
});
