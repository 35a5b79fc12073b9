import { AuditLog, fetchTransport, TinybirdEventStore } from "@audit/store";
import { Tinybird } from "@chronark/zod-bird";
import type { Case, Prepared } from "../../harness/group.ts";
import { selectFrom, startProjectServer } from "../project-server.ts";
import { callsOf, type Down } from "./calls-of.ts";
import { storedDigest } from "./stored-digest.ts";

// Long enough that a busy machine ends no call.
const deadlines = { append: 120_000 };

/** Prepares the original interface on zod-bird. */
export function prepareAuditLog(of: Case): Promise<Prepared> {
  return prepare(of, ({ url, token }) => {
    const tb = new Tinybird({ token, baseUrl: url });
    const auditLog = new AuditLog({ tb, deadlines });
    return (drafts) => auditLog.publishAuditLog([...drafts]);
  });
}

/** Prepares the store on the transport of its own. */
export function prepareFetch(of: Case): Promise<Prepared> {
  return prepare(of, ({ url, token }) => {
    const tryTimeouts = { append: deadlines.append };
    const transport = fetchTransport({ url, token, deadlines, tryTimeouts });
    const store = new TinybirdEventStore({ transport });
    return (drafts) => store.append([...drafts]);
  });
}

type Append = (drafts: readonly Down[]) => Promise<unknown>;

async function prepare(
  of: Case,
  open: (server: { readonly url: string; readonly token: string }) => Append,
): Promise<Prepared> {
  const { tinybird, end } = await startProjectServer();
  const append = open(tinybird);
  const calls = callsOf(of);
  const run = () => Promise.all(calls.map(append));
  const answer = async () => {
    await run();
    return selectFrom(tinybird, storedDigest);
  };
  return { run, answer, end };
}
