import type { Counter, Histogram, Meter } from "@opentelemetry/api";

/** What is measured as it happens. */
export interface Instruments {
  readonly appendDuration: Histogram;
  readonly events: Counter;
  readonly dropped: Counter;
  readonly requestDuration: Histogram;
  readonly requestRows: Histogram;
  readonly retries: Counter;
}

// Those that OpenTelemetry's conventions for databases advise.
const seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
// Up to what Tinybird takes in one request.
const rows = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Creates the instruments of appends and requests. */
export function createInstruments(meter: Meter): Instruments {
  return {
    appendDuration: meter.createHistogram("audit.append.duration", {
      description: "Time from an append to its answer",
      unit: "s",
      advice: { explicitBucketBoundaries: seconds },
    }),
    events: meter.createCounter("audit.append.events", {
      description: "Events appended, by what their callers were told",
      unit: "{event}",
    }),
    dropped: meter.createCounter("audit.events.dropped", {
      description: "Events given up",
      unit: "{event}",
    }),
    requestDuration: meter.createHistogram("db.client.operation.duration", {
      description: "Duration of database client operations",
      unit: "s",
      advice: { explicitBucketBoundaries: seconds },
    }),
    requestRows: meter.createHistogram("audit.request.rows", {
      description: "Rows sent in one request",
      unit: "{row}",
      advice: { explicitBucketBoundaries: rows },
    }),
    retries: meter.createCounter("audit.request.retries", {
      description: "Tries that failed and were followed by another",
      unit: "{retry}",
    }),
  };
}
