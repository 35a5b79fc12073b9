import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeAfterEnd } from "../child/remove-after-end.ts";
import { database, Engine } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import { formatStatement } from "./check-statement.ts";

describe("formatStatement", () => {
  test("answers the request when ClickHouse does not format the statement", async () => {
    // It goes with the process, as chDB has threads in it up to then.
    const directory = await mkdtemp(join(tmpdir(), "tinybird-embedded-format-"));
    removeAfterEnd(directory, process.ppid);
    const engine = await Engine.open(directory, { reads: 1, queuedReads: 0 });
    // In place of its time-out, for which a test would have to wait: without its database no session can be opened.
    await engine.execute(`DROP DATABASE ${database} SYNC`);
    const refused = await formatStatement(engine, "SELECT 1").catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ message: expect.stringContaining("UNKNOWN_DATABASE") });
  });
});
