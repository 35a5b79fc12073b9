import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { openTelemetry } from "../../src/opentelemetry.ts";

/** One figure: of a histogram how many values there were and their sum. */
export interface Figure {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
  readonly sum?: number | undefined;
}

/** OpenTelemetry's own SDKs, that keep what they export. */
export interface Recorder {
  readonly telemetry: ReturnType<typeof openTelemetry>;
  readonly spans: () => ReadableSpan[];
  /** Gives the figures of an instrument so far; none where it was not used. */
  figures(name: string): Promise<Figure[]>;
  /** Gives the name and unit of each instrument that was used. */
  units(): Promise<Record<string, string>>;
  /** Gives all that was exported, as text. */
  everything(): Promise<string>;
}

/** Starts both SDKs. */
export function startRecorder(): Recorder {
  const kept = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(kept)],
  });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e9 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const collect = async () => {
    exporter.reset();
    await reader.forceFlush();
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  };
  const instruments = async () => (await collect()).flatMap(({ metrics }) => metrics);
  return {
    telemetry: openTelemetry({ tracerProvider, meterProvider }),
    spans: () => kept.getFinishedSpans(),
    async figures(name) {
      const found = (await instruments()).find(({ descriptor }) => descriptor.name === name);
      if (found === undefined) return [];
      if (found.dataPointType === DataPointType.HISTOGRAM)
        return found.dataPoints.map(({ attributes, value }) => ({
          attributes,
          value: value.count,
          sum: value.sum,
        }));
      // Safe: no instrument here is an exponential histogram; others have numbers.
      return found.dataPoints as unknown as Figure[];
    },
    async units() {
      const all = await instruments();
      return Object.fromEntries(all.map(({ descriptor }) => [descriptor.name, descriptor.unit]));
    },
    async everything() {
      const spans = kept
        .getFinishedSpans()
        .map(({ name, kind, attributes, events, links, status }) => ({
          name,
          kind,
          attributes,
          events,
          links,
          status,
        }));
      return JSON.stringify({ spans, metrics: await collect() });
    },
  };
}
