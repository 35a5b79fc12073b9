import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  RefusedError,
  type Transport,
  UnavailableError,
  UnreachableError,
  WrongTokenError,
} from "@audit/store";

type Sent = Readonly<Record<string, unknown>>;

/** What it says of a request's rows. */
export interface Answer {
  readonly status: number;
  /** Rows that go to quarantine. */
  readonly quarantined?: readonly Sent[];
  /** Ends the connection instead of answering: before it has taken the rows, or after. */
  readonly cut?: "before" | "after";
}

/** A server that takes rows, and fails as it is told. */
export interface FaultyTinybird {
  readonly url: string;
  readonly transport: Transport;
  /** The uids it has taken, in the order in which they came. */
  readonly uids: string[];
  /** Rows of each request, whatever became of it. */
  readonly requests: number[];
  answer: (rows: readonly Sent[]) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

/** Starts one that takes everything. */
export async function startFaultyTinybird(): Promise<FaultyTinybird> {
  const quarantine: Sent[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    if (request.url === "/query") {
      const rows = quarantine.map(({ uid }) => ({ quarantined_uid: uid }));
      response.end(JSON.stringify(rows));
      return;
    }
    const rows: Sent[] = body.split("\n").map((line) => JSON.parse(line));
    faulty.requests.push(rows.length);
    const { status, quarantined = [], cut } = await faulty.answer(rows);
    const taken = rows.filter((row) => !quarantined.includes(row));
    if (status < 300 && cut !== "before") {
      faulty.uids.push(...taken.map(({ uid }) => String(uid)));
      quarantine.push(...quarantined);
    }
    if (cut !== undefined) response.destroy();
    const counts = { successfulRows: taken.length, quarantinedRows: quarantined.length };
    response.writeHead(status).end(JSON.stringify(counts));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // Safe: a server that listens on TCP has such an address.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const faulty: FaultyTinybird = {
    url,
    transport: transportTo(url),
    uids: [],
    requests: [],
    answer: () => ({ status: 200 }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return faulty;
}

/** Gives a transport that tries once. */
export function transportTo(url: string): Transport {
  return {
    async ingest(_, rows) {
      const body = rows.map((row) => JSON.stringify(row)).join("\n");
      const answer = await fetch(url, { method: "POST", body }).catch((cause: unknown) => {
        throw new UnreachableError("append", { cause });
      });
      if (answer.status >= 500 || answer.status === 429) throw new UnavailableError("append");
      if (answer.status === 403) throw new WrongTokenError("append");
      if (answer.status >= 400)
        throw Object.assign(new RefusedError("append", "no"), { status: answer.status });
      // Safe: the server above writes it.
      return (await answer.json()) as { successfulRows: number; quarantinedRows: number };
    },
    async query() {
      const answer = await fetch(`${url}/query`);
      // Safe: the server above writes it.
      return (await answer.json()) as unknown[];
    },
  };
}
