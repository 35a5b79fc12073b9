import { Session } from "chdb";
import type { Case, Prepared } from "../../harness/group.ts";
import { streamIds } from "../../stores/stream-rows.ts";
import { pageSize, readRow } from "./read-row.ts";
import { storesOf } from "./read-stores.ts";

/** Prepares the limit: the endpoint's SQL in ClickHouse in this process, on a copy of the server's store. */
export function prepareChdb(of: Case, shared: unknown): Prepared {
  const session = new Session(storesOf(of, shared).server.store);
  const nextId = streamIds(of);
  const read = async (id: string) => {
    const result = await session.queryAsync(
      `SELECT workspace_id, id, uid, action, version, metadata, timestamp, toString(timestamp) AS exact_timestamp,
        recorded_at, actor, targets, outcome, context, correlation_id, causation_id, writer, sequence, previous
      FROM tb.audit_log WHERE workspace_id = '' AND id = '${id}'
      ORDER BY workspace_id, id, timestamp, uid LIMIT ${pageSize}`,
      { format: "JSON" },
    );
    return result.json<{ readonly data: readonly unknown[] }>().data;
  };
  return {
    run: () => read(nextId()),
    answer: async () => (await read(nextId())).map(readRow),
    end: async () => session.close(),
  };
}
