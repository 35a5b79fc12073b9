import { startTinybird } from "../src/start-tinybird.ts";

// A parent that a test can kill.
const [project = "", data] = process.argv.slice(2);
const { url, token, pid } = await startTinybird({
  project,
  ...(data === undefined ? {} : { data }),
  queryLimits: { seconds: 60 },
});
process.send?.({ url, token, pid });
