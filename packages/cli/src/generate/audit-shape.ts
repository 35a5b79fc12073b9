import { catalog, type RecordedEvent } from "@audit/events";
import { TinybirdEventStore } from "@audit/store";
import { day } from "./busy-hours.ts";
import { type GenerateOptions, generateEvents } from "./generate-events.ts";
import { first, type Shape } from "./shape.ts";

/** Gives the shape of this log: events as the store appends what was recorded elsewhere. */
export function auditShape(
  options: GenerateOptions,
  events: number | undefined,
): Shape<RecordedEvent> {
  const { seed, from, days } = options;
  const make = (round: number) =>
    first(generateEvents(round === 1 ? options : { ...options, seed: `${seed} ${round}` }), events);
  const fieldsOf = ({ copies: _, ...fields }: RecordedEvent) => fields;
  return {
    make,
    share: ({ timestamp }, count) =>
      Math.min(1, Math.max(count / (events ?? Infinity), (timestamp - from) / (days * day))),
    timeOf: ({ timestamp }) => timestamp,
    sender(transport) {
      const store = new TinybirdEventStore({ transport, catalog });
      return (items) => store.appendRecorded(items);
    },
    line: (item) => JSON.stringify(fieldsOf(item)),
    sample() {
      let other: RecordedEvent | undefined;
      for (const event of make(1)) {
        if (event.action === "monitor.down" && event.correlationId !== undefined)
          return fieldsOf(event);
        other ??= event;
      }
      return other && fieldsOf(other);
    },
  };
}
