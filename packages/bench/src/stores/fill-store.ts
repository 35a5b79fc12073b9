/**
 * A process that writes the rows of a SELECT into the audit log of a store that nobody has open, and merges them.
 *
 * @module
 */
import { Session } from "chdb";

const [store = "", rows = ""] = process.argv.slice(2);
const session = new Session(store);
const columns = "id, uid, action, metadata, timestamp, recorded_at, writer, sequence, previous";
await session.queryAsync(`INSERT INTO tb.audit_log (${columns}) ${rows}`);
await session.queryAsync("OPTIMIZE TABLE tb.audit_log FINAL");
session.close();
