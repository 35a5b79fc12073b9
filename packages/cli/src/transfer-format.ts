import type { TransferFormat } from "@audit/store/transfer";

/** The formats of `audit import` and `audit export`. */
export const formats: readonly TransferFormat[] = [
  "ndjson",
  "csv",
  "cloudevents",
  "cloudevents-batch",
];

/** Gives the format that a file's name tells. */
export function formatOf(file: string | undefined): TransferFormat {
  return file?.toLowerCase().endsWith(".csv") ? "csv" : "ndjson";
}
