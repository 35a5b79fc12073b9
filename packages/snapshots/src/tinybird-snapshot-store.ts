import { AuditError } from "@audit/events";
import type { Snapshot, SnapshotQuery, SnapshotStore } from "@audit/projections";
import { QuarantinedError, type Transport, UnexpectedAnswerError } from "@audit/store";

/** Names of the data project's parts that keep snapshots. */
export const snapshotProject = {
  datasource: "snapshots",
  newest: "endpoint_snapshot",
} as const;

/** What a {@link TinybirdSnapshotStore} is made of. */
export interface TinybirdSnapshotStoreOptions {
  /** Its token may append to `snapshots` and read `endpoint_snapshot`. */
  readonly transport: Transport;
}

/** A snapshot is larger than a saved state should be: replaying the stream costs less. */
export class SnapshotTooLargeError extends AuditError<"snapshot_too_large"> {
  override readonly name = "SnapshotTooLargeError";

  constructor({ id, projection }: Snapshot, characters: number) {
    super(
      "snapshot_too_large",
      `Cannot save a snapshot of ${JSON.stringify(projection)} for ${JSON.stringify(id)} as it must be at most ${maxCharacters} characters of JSON: current value is ${characters}`,
    );
  }
}

// A request to Tinybird may have 10 MB, and within a row the JSON is written as text once more.
const maxCharacters = 2_000_000;

/**
 * Keeps snapshots in Tinybird, or in anything that speaks its HTTP API.
 *
 * Rows are only added, and go by themselves after 90 days; the data source can be truncated at any
 * time. A snapshot may take a while until it is found; until then an older one is.
 *
 * @example
 * import { fetchTransport } from "@audit/store";
 * const snapshots = new TinybirdSnapshotStore({ transport: fetchTransport({ url: baseUrl, token }) });
 */
export class TinybirdSnapshotStore implements SnapshotStore {
  readonly #transport: Transport;

  constructor({ transport }: TinybirdSnapshotStoreOptions) {
    this.#transport = transport;
  }

  async load(query: SnapshotQuery): Promise<Snapshot | undefined> {
    const { workspaceId, id, projection, revision, at, knownAt } = query;
    const rows = await this.#transport.query(snapshotProject.newest, {
      workspace_id: workspaceId,
      entity_id: id,
      projection,
      revision,
      ...(at !== undefined && { at }),
      ...(knownAt !== undefined && { known_at: knownAt }),
    });
    const [row] = rows;
    return row === undefined ? undefined : parse(row);
  }

  async save(snapshot: Snapshot): Promise<void> {
    const text = JSON.stringify(snapshot);
    if (text.length > maxCharacters) throw new SnapshotTooLargeError(snapshot, text.length);
    const { datasource } = snapshotProject;
    const answer = await this.#transport.ingest(datasource, [rowOf(snapshot, text)]);
    if (answer.quarantinedRows > 0) throw new QuarantinedError(datasource, [], 0);
    if (answer.successfulRows !== 1)
      throw new UnexpectedAnswerError(
        `append to "${datasource}"`,
        `count 1 row: it counts ${answer.successfulRows}`,
      );
  }
}

function rowOf(snapshot: Snapshot, text: string): Readonly<Record<string, unknown>> {
  const { workspaceId, id, projection, revision, checkpoint, knownAt } = snapshot;
  return {
    workspace_id: workspaceId,
    id,
    projection,
    revision,
    checkpoint_timestamp: checkpoint.timestamp,
    checkpoint_uid: checkpoint.uid,
    known_at: knownAt,
    snapshot: text,
  };
}

function parse(row: unknown): Snapshot {
  // Safe: read one key, and look at what it is.
  const { snapshot: text } = row as { readonly snapshot?: unknown };
  try {
    // Safe: `resume` looks whether it can be used.
    if (typeof text === "string") return JSON.parse(text) as Snapshot;
  } catch {
    // The reason is not kept: JSON.parse quotes the text, which may hold secrets.
  }
  throw new UnexpectedAnswerError(
    `read from "${snapshotProject.newest}"`,
    'have the column "snapshot" with JSON',
  );
}
