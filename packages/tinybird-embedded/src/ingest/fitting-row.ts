import type { EncodedRow } from "./encode-row.ts";

/** A row that passed our own tests. */
export type FittingRow = Extract<EncodedRow, { readonly fits: true }>;
