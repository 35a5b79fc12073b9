import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTinybird, type Tinybird } from "../../src/index.ts";
import { client } from "../client.ts";
import { type ConformanceCall, readCalls } from "./read-calls.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const topics = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(topics.map(({ name }) => name))("%s", async (topic) => {
  const folder = `${here}${topic}`;
  let server: Tinybird;
  beforeAll(async () => {
    server = await startTinybird({ project: folder, fixtures: true });
  });
  afterAll(() => server?.stop());
  // In order: a call may read what one before it wrote.
  for (const file of readdirSync(folder).filter((name) => /^calls.*\.yaml$/.test(name))) {
    test.each(await readCalls(`${folder}/${file}`))("$name", async (wanted) => {
      const [method = "", path = ""] = wanted.call.split(/ (.*)/s);
      const { body, headers = {} } = wanted;
      const init = body === undefined ? { method, headers } : { method, headers, body };
      const answer = await client(server).request(
        path,
        init,
        // The administrator's, unless the call brings its own.
        headers.authorization === undefined ? server.token : "",
      );
      const actual = seen(answer, wanted);
      const { name: _name, headers: _headers, body: _body, ...expected } = wanted;
      expect({ ...expected, ...actual }, `${wanted.call}\n${answer.text}`).toEqual(expected);
    });
  }
});

/** What of an answer a call says something about, in the call's own words. */
function seen(
  answer: Awaited<ReturnType<ReturnType<typeof client>["request"]>>,
  { rows, error, text, contains }: ConformanceCall,
) {
  const lines = () =>
    [...answer.json.data].map((row: unknown) => `${JSON.stringify(row)}\n`).join("");
  return {
    status: answer.status,
    ...(rows === undefined || answer.status !== 200 ? {} : { rows: lines() }),
    ...(error === undefined ? {} : { error: answer.json.error }),
    ...(text === undefined ? {} : { text: answer.text }),
    ...(contains === undefined || answer.text.includes(contains) ? {} : { contains: answer.text }),
  };
}
