import { type MeterProvider, metrics, type TracerProvider, trace } from "@opentelemetry/api";
import { assertMethods, assertObject } from "../assert-option.ts";
import type { StoreObserver } from "../observe/store-observer.ts";
import { AppendSpan } from "./append-span.ts";
import { attributes } from "./attributes.ts";
import { createInstruments } from "./instruments.ts";
import { observeSpool } from "./observe-spool.ts";
import { RequestSpan } from "./request-span.ts";

/** Where metrics and spans go. */
export interface OpenTelemetryOptions {
  /** @defaultValue the global one */
  readonly tracerProvider?: TracerProvider | undefined;
  /** @defaultValue the global one, as it is when this is called: register yours before */
  readonly meterProvider?: MeterProvider | undefined;
}

const scope = "@audit/store";

/**
 * Gives what a store and a spool take as `telemetry`: metrics and spans of appends, requests, retries,
 * dropped events and the spool's depth. One will do for all of a process.
 *
 * A request that carries the rows of one append is a child of its span; one that carries several has a
 * trace of its own, with a link to each. Errors are their codes alone. Ids, actors, metadata, parameters
 * and tokens are in no attribute. No header is added to requests: an instrumented `fetch` adds its own.
 *
 * @throws {InvalidOptionError} when a provider is none
 *
 * @example
 * const telemetry = openTelemetry();
 * const transport = fetchTransport({ url: baseUrl, token });
 * const store = new TinybirdEventStore({ transport, telemetry });
 * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): StoreObserver {
  const { tracerProvider = trace.getTracerProvider(), meterProvider = metrics.getMeterProvider() } =
    assertObject("options", options);
  assertMethods("tracerProvider", tracerProvider, ["getTracer"], "be a TracerProvider");
  assertMethods("meterProvider", meterProvider, ["getMeter"], "be a MeterProvider");
  const tracer = tracerProvider.getTracer(scope);
  const meter = meterProvider.getMeter(scope);
  const instruments = createInstruments(meter);
  return {
    append: () => new AppendSpan(tracer, instruments),
    request: (begin) => new RequestSpan(tracer, instruments, begin),
    dropped({ actions, code }) {
      for (const [action, count] of actions)
        instruments.dropped.add(count, {
          [attributes.action]: action,
          [attributes.error]: code,
        });
    },
    spool: (read) => observeSpool(meter, read),
  };
}
