import { type AuditEvent, compareEvents } from "@audit/events";

/** A stream in two parts that are read one after the other. */
export interface SplitStream {
  /** The events up to the first that is not settled; those of one place are not parted. */
  readonly settled: AsyncGenerator<AuditEvent>;
  /** All others. */
  readonly rest: AsyncGenerator<AuditEvent>;
  /** How many events of the first part were given. */
  settledCount(): number;
  /** Ends the reading of both. */
  close(): Promise<void>;
}

/** Parts a stream, in stream order, before the first event that was recorded or happened later. */
export function splitSettled(events: AsyncIterable<AuditEvent>, until: number): SplitStream {
  const iterator = events[Symbol.asyncIterator]();
  /** Events of one place. */
  let held: AuditEvent[] = [];
  let count = 0;

  async function* settled(): AsyncGenerator<AuditEvent> {
    for (;;) {
      const next = await iterator.next();
      const [first] = held;
      if (next.done || first === undefined || compareEvents(first, next.value) !== 0) {
        const whole = held;
        held = [];
        count += whole.length;
        yield* whole;
      }
      if (next.done) return;
      held.push(next.value);
      if (next.value.timestamp > until || next.value.recordedAt > until) return;
    }
  }

  async function* rest(): AsyncGenerator<AuditEvent> {
    yield* held;
    for (let next = await iterator.next(); !next.done; next = await iterator.next())
      yield next.value;
  }

  return {
    settled: settled(),
    rest: rest(),
    settledCount: () => count,
    async close() {
      await iterator.return?.();
    },
  };
}
