import type { BatchObservableResult, Meter } from "@opentelemetry/api";
import type { SpoolDepth } from "../observe/store-observer.ts";
import { attributes } from "./attributes.ts";

/**
 * Reads a spool whenever metrics are collected. Gives what ends that.
 *
 * Gauges, which nobody sums up: every process of a directory counts what waits of all of them.
 */
export function observeSpool(meter: Meter, read: () => Promise<SpoolDepth>): () => void {
  const events = meter.createObservableGauge("audit.spool.events", {
    description: "Events that wait to be sent",
    unit: "{event}",
  });
  const size = meter.createObservableGauge("audit.spool.size", {
    description: "Size of the events that wait to be sent",
    unit: "By",
  });
  const age = meter.createObservableGauge("audit.spool.age", {
    description: "Time that the oldest event has waited",
    unit: "s",
  });
  const setAside = meter.createObservableGauge("audit.spool.set_aside", {
    description: "Events that Tinybird refuses for good",
    unit: "{event}",
  });
  const gauges = [events, size, age, setAside];
  const observe = async (result: BatchObservableResult) => {
    // What cannot be read is not told; a reader of metrics sees that it is missing.
    const depth = await read().catch(() => undefined);
    if (depth === undefined) return;
    result.observe(events, depth.events);
    result.observe(size, depth.bytes);
    result.observe(age, depth.age / 1_000);
    for (const [code, count] of Object.entries(depth.setAside))
      result.observe(setAside, count, { [attributes.error]: code });
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
