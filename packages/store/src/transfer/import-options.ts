import type { AnyAction, Catalog } from "@audit/events";
import type { CloudEventOptions } from "@audit/events/cloud-events";
import type { ImportCheckpoint } from "./import-checkpoint.ts";
import type { InvalidLineError } from "./import-error.ts";
import type { TransferFormat } from "./transfer-format.ts";

/** How far an import has come, counted from where it began. */
export interface ImportReport {
  /** That the store has acknowledged. */
  readonly events: number;
  /** That are no event and were passed over. */
  readonly invalidLines: number;
  readonly checkpoint: ImportCheckpoint;
}

/** How to import. */
export interface ImportOptions {
  readonly format: TransferFormat;
  /** Puts every event into this workspace. @defaultValue the one that its line names, else `""` */
  readonly workspaceId?: string | undefined;
  /**
   * What to do with a line that is no event: end there, with what is before it in the store, or pass
   * over it. A function passes over it and is told; when it throws, the import ends there.
   *
   * @defaultValue `"stop"`
   */
  readonly onInvalidLine?:
    | "stop"
    | "skip"
    | ((error: InvalidLineError) => void | Promise<void>)
    | undefined;
  /**
   * Takes only events that this catalog understands: of an action, in a version and with metadata that
   * it knows. @defaultValue none: any action is taken as it is
   */
  readonly catalog?: Catalog<AnyAction> | undefined;
  /**
   * Goes on behind this place of the same source, which is read from its beginning all the same: of
   * what is before it, no more than line endings and the header are looked at.
   */
  readonly checkpoint?: ImportCheckpoint | undefined;
  /** Is told, and waited for, each time the store has acknowledged a part. */
  readonly onProgress?: ((report: ImportReport) => void | Promise<void>) | undefined;
  /** Ends the import. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes of a line at most; of a longer one no more is ever held. @defaultValue 10,000,000 */
  readonly maxLineBytes?: number | undefined;
  /** Events at most that are held, and sent at once. @defaultValue 5,000 */
  readonly batchSize?: number | undefined;
  /** How sources and types are named, as in the export. */
  readonly cloudEvents?: CloudEventOptions | undefined;
}
