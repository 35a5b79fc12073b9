/**
 * Prints what telemetry adds to the processor's time for an append, on a transport that answers at once.
 * `npx tsx --conditions=@audit/source packages/store/test/telemetry/overhead.ts`
 *
 * @module
 */
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { type StoreObserver, TinybirdEventStore } from "../../src/index.ts";
import { openTelemetry } from "../../src/opentelemetry.ts";

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const transport = {
  query: async () => [],
  ingest: async (_: string, rows: readonly object[]) => ({
    successfulRows: rows.length,
    quarantinedRows: 0,
  }),
};

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e9 });
const meterProvider = new MeterProvider({ readers: [reader] });
// Without a processor: what becomes of spans is the exporter's cost, not ours.
const tracerProvider = new BasicTracerProvider();
const kinds: readonly (readonly [string, StoreObserver | undefined])[] = [
  ["none", undefined],
  ["openTelemetry, no SDK registered", openTelemetry()],
  ["openTelemetry, both SDKs", openTelemetry({ meterProvider, tracerProvider })],
];

for (const callers of [1, 64]) {
  const best = new Map<string, number>();
  // Time of the processor, in turns, and the best of each: what else runs only adds.
  for (let round = 0; round < 8; round++)
    for (const [name, telemetry] of kinds) {
      const store = new TinybirdEventStore({ transport, telemetry });
      const start = process.cpuUsage();
      for (let call = 0; call < 3_200; call += callers)
        await Promise.all(Array.from({ length: callers }, () => store.append(down)));
      const { user, system } = process.cpuUsage(start);
      const micros = (user + system) / 3_200;
      best.set(name, Math.min(best.get(name) ?? micros, micros));
    }
  const [none = Number.NaN] = best.values();
  for (const [name, micros] of best)
    console.log(
      `${callers} at a time, ${name}: ${micros.toFixed(1)} µs, ratio ${(micros / none).toFixed(2)}`,
    );
}
await meterProvider.shutdown();
