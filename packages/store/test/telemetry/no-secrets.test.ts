import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { fetchTransport, TinybirdEventStore } from "../../src/index.ts";
import { openSpool } from "../../src/spool.ts";
import { type Behaviour, closeServers, type Faulty, reset, serve } from "../faulty-server.ts";
import { spoolFolder } from "../spool-folder.ts";
import { startRecorder } from "./recorder.ts";

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager()));
afterEach(closeServers);

// A mark that no name, number or uid has by chance.
const mark = (field: string) => `sEcr3t-${field}`;

const secret = {
  workspaceId: mark("workspace"),
  id: `monitor:${mark("id")}`,
  uid: mark("uid"),
  action: "monitor.down",
  metadata: { region: mark("region"), message: mark("message") },
  actor: {
    id: mark("actor"),
    name: mark("actor-name"),
    type: "user",
    onBehalfOf: { id: mark("behalf"), name: mark("behalf-name") },
  },
  targets: [{ id: mark("target"), type: "monitor", name: mark("target-name") }],
  context: {
    ip: mark("ip"),
    userAgent: mark("agent"),
    requestId: mark("request"),
    traceId: mark("trace"),
  },
  correlationId: mark("correlation"),
  causationId: mark("causation"),
} as const;

let server: Faulty;

/** Answers with all that it was told. */
const repeat =
  (status: number, fields: object = {}): Behaviour =>
  (request, response) => {
    const { body = "" } = server.seen.at(-1) ?? {};
    const said = `${body} ${request.url} ${request.headers.authorization}`;
    response.writeHead(status, { "x-said": encodeURIComponent(said).slice(0, 2_000) });
    response.end(JSON.stringify({ error: said, documentation: said, ...fields }));
  };

const cases: readonly (readonly [string, string, readonly Behaviour[]])[] = [
  ["accepted", "none", [repeat(200, { successful_rows: 1, quarantined_rows: 0 })]],
  ["quarantined", "quarantined", [repeat(200, { successful_rows: 0, quarantined_rows: 1 })]],
  ["refused", "refused", [repeat(400)]],
  ["not allowed", "wrong_token", [repeat(403)]],
  ["unavailable", "unavailable", [repeat(503)]],
  ["answered with something else", "unexpected_answer", [repeat(200)]],
  ["cut off", "unreachable", [reset]],
];

describe("telemetry", () => {
  test.each(cases)(
    "holds nothing of an event that is %s, nor of who asks",
    async (_, code, all) => {
      const recorder = startRecorder();
      const { telemetry } = recorder;
      server = await serve(...all);
      const transport = fetchTransport({
        url: `${server.url}/${mark("path")}`,
        token: mark("token"),
        retries: 1,
        deadlines: { append: 30_000 },
        random: () => 0,
      });
      const directory = `${await spoolFolder()}-${mark("folder")}`;
      const spool = await openSpool({ directory, transport, drain: "manual", telemetry });
      const writer = { name: mark("writer") };
      const store = new TinybirdEventStore({ transport, spool, writer, telemetry });

      await store.append(secret).catch(() => {});
      for (const policy of ["drop", "spool"] as const) await store.append(secret, { policy });
      await store.settled();
      await spool.drain();
      // @ts-expect-error the metadata is wrong
      await store.append({ ...secret, metadata: mark("metadata") }).catch(() => {});
      const read = store.read(secret.id, { workspaceId: secret.workspaceId });
      await read.next().catch(() => {});
      const { workspaceId } = secret;
      const filters = { actorId: secret.actor.id, text: mark("text"), from: 0, to: 1e12 };
      await store.search({ workspaceId, ...filters }).catch(() => {});

      const exported = await recorder.everything();
      if (code !== "none") expect(exported).toContain(`"error.type":"${code}"`);
      expect(exported).toContain('"audit.append.policy":"drop"');
      expect(exported).toContain('"db.operation.name":"read"');
      // The mark was everywhere else.
      expect(JSON.stringify(server.seen)).toContain(mark("token"));
      expect(exported).not.toMatch(/sEcr3t/i);
      expect(exported).not.toContain(server.url);
      await spool.close();
    },
  );
});
