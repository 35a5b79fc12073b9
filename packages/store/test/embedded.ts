import { fileURLToPath } from "node:url";
import { AuditLog, TinybirdEventStore, zodBirdTransport } from "@audit/store";
import type { OpenOptions } from "@audit/store/contract";
import { type Tinybird as Server, startTinybird } from "@audit/tinybird-embedded";
import { Tinybird } from "@chronark/zod-bird";

/** The data project of this repository. */
export const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));

/** Embedded Tinybird with a client and what stands on it. */
export interface Embedded {
  readonly server: Server;
  readonly tb: Tinybird;
  readonly auditLog: AuditLog;
  readonly store: TinybirdEventStore;
  /** Opens another store over the same data. */
  open(options?: OpenOptions): TinybirdEventStore;
  /** Posts rows as they are and gives the answer's status and body. */
  post(...rows: object[]): Promise<{ status: number; body: unknown }>;
}

/** Starts embedded Tinybird with this repository's data project, or another one. */
export async function startEmbedded(folder = project): Promise<Embedded> {
  const server = await startTinybird({ project: folder });
  const tb = new Tinybird({ token: server.token, baseUrl: server.url });
  // A small page, so that streams of a test have several; a long deadline, as tests share two cores.
  const transport = zodBirdTransport(tb, { append: 30_000 });
  const open = (options?: OpenOptions) =>
    new TinybirdEventStore({ transport, pageSize: 50, ...options });
  return {
    server,
    tb,
    auditLog: new AuditLog({ tb, deadlines: { append: 30_000 } }),
    store: open(),
    open,
    async post(...rows) {
      const answer = await fetch(`${server.url}/v0/events?name=audit_log&wait=true`, {
        method: "POST",
        headers: { Authorization: `Bearer ${server.token}` },
        body: rows.map((row) => JSON.stringify(row)).join("\n"),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}
