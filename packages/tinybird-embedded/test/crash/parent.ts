import { startTinybird } from "../../src/start-tinybird.ts";

// The server's parent, of its own so that its errors can be read, and ending with the test at the latest.
const [project = "", data = "", token = ""] = process.argv.slice(2);
process.on("disconnect", () => process.exit(1));
const { url, ended } = await startTinybird({
  project,
  data,
  token,
  queryLimits: { seconds: 60 },
});
process.send?.(url);
await ended;
process.exit(1);
