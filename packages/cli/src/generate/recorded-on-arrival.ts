import type { Transport } from "@audit/store";

/** Gives a transport whose rows do not say when they were recorded: it is when they come in. */
export function recordedOnArrival(transport: Transport): Transport {
  return {
    ...transport,
    ingest: (datasource, rows, options) =>
      transport.ingest(
        datasource,
        rows.map(({ recorded_at: _, ...row }) => row),
        options,
      ),
  };
}
