import { UnexpectedAnswerError } from "../call-error.ts";
import { dataProject } from "../data-project.ts";
import { lineOf, rowOf, type SentRow } from "../lines/event-line.ts";
import type { CarryingOptions } from "../observe/observe-transport.ts";
import { QuarantinedError, type QuarantinedRow } from "../store-error.ts";
import type { Transport } from "../transport.ts";

const { datasource } = dataProject;

/**
 * Sends rows in one request, and resolves when Tinybird has acknowledged all of them.
 *
 * @throws {QuarantinedError} when some do not fit, with the reasons where these can be had
 * @throws {UnexpectedAnswerError} when Tinybird counts other rows than were sent
 */
export async function ingestRows(
  transport: Transport,
  rows: readonly SentRow[],
  options: CarryingOptions = {},
): Promise<void> {
  const answer =
    transport.ingest.lines === undefined
      ? await transport.ingest(datasource, rows.map(rowOf), options)
      : await transport.ingest.lines(datasource, rows.map(lineOf), options);
  if (answer.quarantinedRows > 0)
    throw new QuarantinedError(
      datasource,
      await quarantineReasons(transport, rows, answer.quarantinedRows),
      answer.successfulRows,
    );
  if (answer.successfulRows !== rows.length)
    throw new UnexpectedAnswerError(
      `append to "${datasource}"`,
      `count ${rows.length} rows: it counts ${answer.successfulRows}`,
    );
}

async function quarantineReasons(
  transport: Transport,
  rows: readonly SentRow[],
  count: number,
): Promise<QuarantinedRow[]> {
  const uids = rows.map(({ uid }) => uid);
  try {
    const found = await transport.query(dataProject.quarantine, { uids: JSON.stringify(uids) });
    const places = new Map(uids.map((uid, place) => [uid, place]));
    const place = ({ uid }: QuarantinedRow) => places.get(uid) ?? rows.length;
    if (found.length > 0) return found.map(quarantinedRow).sort((a, b) => place(a) - place(b));
  } catch {
    // The rows are in quarantine whether the reasons can be had or not; that is what must be said.
  }
  const uid = uids.length === 1 ? String(uids[0]) : "";
  return Array.from({ length: count }, () => ({
    uid,
    columns: [],
    reason: "the reason could not be read",
  }));
}

function quarantinedRow(row: unknown): QuarantinedRow {
  // Safe: read key by key, each turned into text.
  const { quarantined_uid, columns, reasons } = row as Readonly<Record<string, unknown>>;
  return {
    uid: String(quarantined_uid),
    columns: Array.isArray(columns) ? columns.map(String) : [],
    reason: Array.isArray(reasons) ? reasons.map(String).join("; ") : "",
  };
}
