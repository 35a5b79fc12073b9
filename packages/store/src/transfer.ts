/** Events out of a store and into one, as text: NDJSON, CSV and CloudEvents. @module */
export { type ExportOptions, exportEvents } from "./transfer/export-events.ts";
export type { ImportCheckpoint } from "./transfer/import-checkpoint.ts";
export { InterruptedImportError, InvalidLineError } from "./transfer/import-error.ts";
export { importEvents } from "./transfer/import-events.ts";
export type { ImportOptions, ImportReport } from "./transfer/import-options.ts";
export type { TransferSource } from "./transfer/source-bytes.ts";
export type { TransferFormat } from "./transfer/transfer-format.ts";
