import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuditError } from "@audit/events";
import { Tinybird } from "@chronark/zod-bird";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AuditLog } from "../src/audit-log.ts";
import { type Embedded, project, startEmbedded } from "./embedded.ts";

const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const secret = "p.s3cret-token";
const servers: Server[] = [];

/** A server that answers everything in one way, as something that is not Tinybird would. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  // Safe: a server that listens on TCP has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const body =
  (status: number, text: string): RequestListener =>
  (request, response) => {
    request.resume().on("end", () => response.writeHead(status).end(text));
  };

const logAt = (baseUrl: string, deadline?: number) =>
  new AuditLog({
    tb: new Tinybird({ token: secret, baseUrl }),
    deadlines: { append: deadline, query: deadline },
  });

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AuditError)) throw new Error("it did not fail with an AuditError");
  expect(error.message).not.toContain(secret);
  return error;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

describe("AuditLog without a Tinybird that answers as it should", () => {
  test.each<[string, RequestListener, string]>([
    ["a page of HTML", body(200, "<html>it works</html>"), "unexpected_answer"],
    ["a refusal in HTML", body(404, "<html>nothing here</html>"), "unexpected_answer"],
    ["JSON of another shape", body(200, '{"ok":true}'), "unexpected_answer"],
    ["an empty body", body(200, ""), "unexpected_answer"],
    ["403", body(403, '{"error":"invalid token"}'), "wrong_token"],
    ["400 with Tinybird's words", body(400, '{"error":"name is required"}'), "refused"],
    ["a connection that ends", (request) => request.socket.destroy(), "unreachable"],
  ])("says what is wrong for %s", async (_, listener, code) => {
    const log = logAt(await answering(listener));
    expect((await failure(log.publishAuditLog(down))).code).toBe(code);
    expect((await failure(log.getAuditLog({ event_id: "monitor:1" }))).code).toBe(code);
  });

  test("says that nobody listens", async () => {
    const url = await answering(body(200, ""));
    servers[0]?.close();
    await new Promise((resolve) => servers[0]?.once("close", resolve));
    const error = await failure(logAt(url).publishAuditLog(down));
    expect(error.code).toBe("unreachable");
    expect(error.cause).toBeInstanceOf(Error);
  });

  test("gives up after its deadline, whoever keeps it waiting", async () => {
    const silent = logAt(await answering((request) => void request.resume()), 50);
    const error = await failure(silent.publishAuditLog(down));
    expect(error).toMatchObject({ code: "deadline_passed", deadline: 50 });
    expect((await failure(silent.getAuditLog({ event_id: "monitor:1" }))).code).toBe(
      "deadline_passed",
    );
    const busy = logAt(await answering(body(503, '{"error":"busy"}')), 50);
    expect((await failure(busy.publishAuditLog(down))).code).toBe("deadline_passed");
  });

  test("does not ask Tinybird about a draft that is invalid", async () => {
    let asked = 0;
    const url = await answering((request, response) => {
      asked += 1;
      body(200, "{}")(request, response);
    });
    // @ts-expect-error the region is missing
    const error = await failure(logAt(url).publishAuditLog({ ...down, metadata: {} }));
    expect([error.code, asked]).toEqual(["invalid_draft", 0]);
  });

  test("names the column that an endpoint does not give", async () => {
    const answer = { meta: [], data: [{ id: "monitor:1", workspace_id: "" }] };
    const log = logAt(await answering(body(200, JSON.stringify(answer))));
    const error = await failure(log.getAuditLog({ event_id: "monitor:1" }));
    expect(error.message).toContain('have the column "exact_timestamp"');
  });

  test("says how much of a long list is in when a later request fails", async () => {
    let requests = 0;
    const url = await answering((request, response) => {
      requests += 1;
      const rows = { successful_rows: 5000, quarantined_rows: 0 };
      const [status, answer] = requests === 1 ? [200, rows] : [403, { error: "invalid token" }];
      body(status, JSON.stringify(answer))(request, response);
    });
    const drafts = Array.from({ length: 5001 }, () => down);
    const error = await failure(logAt(url, 30_000).publishAuditLog(drafts));
    expect(error).toMatchObject({ code: "append_interrupted", cause: { code: "wrong_token" } });
    expect("accepted" in error && error.accepted).toHaveLength(5000);
  });
});

describe("AuditLog on embedded Tinybird", () => {
  let folder: string;
  let narrow: Embedded;
  beforeAll(async () => {
    // A data project that was deployed before and takes less than today's rows.
    folder = await mkdtemp(join(tmpdir(), "audit-narrow-"));
    await cp(project, folder, { recursive: true });
    const datasource = join(folder, "datasources", "audit_log.datasource");
    const text = await readFile(datasource, "utf8");
    await writeFile(
      datasource,
      text.replace(
        "`metadata` String `json:$.metadata` DEFAULT '{}'",
        "`metadata` UUID `json:$.metadata`",
      ),
    );
    narrow = await startEmbedded(folder);
  });
  afterAll(async () => {
    await narrow?.server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("refuses a token that Tinybird does not know", async () => {
    const log = logAt(narrow.server.url);
    expect((await failure(log.publishAuditLog(down))).code).toBe("wrong_token");
    expect((await failure(log.getAuditLog({ event_id: "monitor:1" }))).code).toBe("wrong_token");
  });

  test("says which rows are in quarantine and why", async () => {
    const drafts = [
      { ...down, uid: "first" },
      { ...down, uid: "second" },
    ];
    const error = await failure(narrow.auditLog.publishAuditLog(drafts));
    expect(error).toMatchObject({
      code: "quarantined",
      acceptedRows: 0,
      rows: expect.arrayContaining([
        { uid: "first", columns: ["metadata"], reason: expect.any(String) },
        { uid: "second", columns: ["metadata"], reason: expect.any(String) },
      ]),
    });
    // The reason may quote what stood in the column; the message, which ends in logs, does not.
    expect(error.message).toContain('first "first" for metadata');
    expect(error.message).not.toContain("gru");
  });
});
