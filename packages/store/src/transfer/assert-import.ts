import {
  assertMethods,
  assertObject,
  assertPositive,
  InvalidOptionError,
} from "../assert-option.ts";
import type { ImportOptions } from "./import-options.ts";
import { formatNamed, type LineReader } from "./transfer-format.ts";

/** What an import is told, checked; what was left out has its default. */
export interface CheckedImport {
  readonly reader: LineReader;
  readonly maxLineBytes: number;
  readonly batchSize: number;
  readonly onInvalidLine: NonNullable<ImportOptions["onInvalidLine"]>;
  readonly onProgress: ImportOptions["onProgress"];
  readonly signal: AbortSignal | undefined;
}

/**
 * Gives what an import is told, after a look at it.
 *
 * @throws {InvalidOptionError} naming the option and what must hold
 */
export function assertImport(options: ImportOptions): CheckedImport {
  const { format, cloudEvents, onProgress, signal } = assertObject("options", options);
  const { onInvalidLine = "stop" } = options;
  const maxLineBytes = assertPositive("maxLineBytes", options.maxLineBytes ?? 10_000_000);
  // As much as goes into one request to Tinybird.
  const batchSize = assertPositive("batchSize", options.batchSize ?? 5_000);
  if (onInvalidLine !== "stop" && onInvalidLine !== "skip" && typeof onInvalidLine !== "function")
    throw new InvalidOptionError("onInvalidLine", 'be "stop", "skip" or a function');
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new InvalidOptionError("onProgress", "be a function");
  if (signal !== undefined)
    assertMethods("signal", signal, ["throwIfAborted", "addEventListener"], "be an AbortSignal");
  const reader = formatNamed(format, cloudEvents).reader(maxLineBytes);
  return { reader, maxLineBytes, batchSize, onInvalidLine, onProgress, signal };
}
