import { startTinybird } from "../src/start-tinybird.ts";

// A parent that a test can kill.
const [project = ""] = process.argv.slice(2);
const { url, pid } = await startTinybird({ project });
process.send?.({ url, pid });
