import { catalog, type RecordedEvent } from "@audit/events";
import type { ReadRecordedOptions } from "../../read-options.ts";
import { InvalidRecordedEventError } from "../../transfer/invalid-recorded-event-error.ts";
import type { Fault } from "./faulty-store.fixture.ts";

/** Asks for something else. */
const asks = (change: (options: ReadRecordedOptions) => ReadRecordedOptions): Fault => ({
  readRecorded: (right) => (options) => right(options && change(options)),
});
/** Gives something else for an event, or nothing. */
const reads = (
  change: (event: RecordedEvent, given: readonly RecordedEvent[]) => RecordedEvent | undefined,
): Fault => ({
  readRecorded: (right) =>
    async function* (options) {
      const given: RecordedEvent[] = [];
      for await (const event of right(options)) {
        const changed = change(event, given);
        if (changed) yield changed;
        given.push(event);
      }
    },
});
/** Appends something else for an event, or nothing; `call` is counted from 1. */
const appends = (
  change: (
    event: RecordedEvent,
    call: number,
    appended: readonly RecordedEvent[],
  ) => RecordedEvent | undefined,
): Fault => ({
  appendRecorded: (right) => {
    let call = 0;
    const appended: RecordedEvent[] = [];
    return async (events) => {
      call += 1;
      const changed = events.map((event) => {
        const one = change(event, call, appended);
        appended.push(event);
        return one ?? [];
      });
      await right(changed.flat());
    };
  },
});
const isKnown = ({ action }: RecordedEvent) => catalog.find(action) !== undefined;
const isSameEvent = (a: RecordedEvent, b: RecordedEvent) =>
  a.id === b.id && a.uid === b.uid && a.timestamp === b.timestamp;
const said = ({ recordedAt: _, ...event }: RecordedEvent) => JSON.stringify(event);

/** Stores that go wrong in events that are appended, and read, as they were recorded. */
export const faultsOfRecorded: Readonly<Record<string, Fault>> = {
  "reads what was recorded as the catalog understands it": reads((event) => {
    const decoded = catalog.decode(event);
    if (!decoded.known) return event;
    const { action, version, metadata } = decoded;
    return { ...event, action, version, metadata };
  }),
  "upcasts what it appends as recorded": appends((event) => {
    const decoded = catalog.decode(event);
    if (!decoded.known) return event;
    const { action, version, metadata } = decoded;
    return { ...event, action, version, metadata };
  }),
  "says that recorded events were recorded when they were appended": appends((event) => ({
    ...event,
    recordedAt: Date.now(),
  })),
  "gives recorded events uids of its own": appends((event, call) => ({
    ...event,
    uid: `${event.uid}${call}`,
  })),
  "is the writer of recorded events": appends((event, call) => ({
    ...event,
    writer: "importer",
    sequence: call,
  })),
  "forgets the links of recorded events": appends(({ previous: _, ...event }) => event),
  "does not read recorded events that no catalog knows": reads((event) =>
    isKnown(event) ? event : undefined,
  ),
  "does not append recorded events that no catalog knows": appends((event) =>
    isKnown(event) ? event : undefined,
  ),
  "takes each call for another delivery": appends((event, call) => ({
    ...event,
    writer: `${event.writer} ${call}`,
  })),
  "gives one recorded event for a uid": reads((event, given) =>
    given.some((other) => isSameEvent(event, other)) ? undefined : event,
  ),
  "does not append again what was appended": appends((event, _, appended) =>
    appended.some((other) => said(other) === said(event)) ? undefined : event,
  ),
  "gives a recorded event once for all writers": reads((event, given) =>
    given.some((other) => said({ ...other, writer: event.writer ?? "" }) === said(event))
      ? undefined
      : event,
  ),
  "gives a recorded event for each moment that it was recorded": appends((event) => ({
    ...event,
    context: { ...event.context, recordedAt: event.recordedAt },
  })),
  "reads all recorded streams, whichever are asked for": asks(({ ids: _, ...options }) => options),
  "reads recorded streams in the order of asking": {
    readRecorded: (right) =>
      async function* (options = {}) {
        if (options.ids === undefined) return yield* right(options);
        for (const id of options.ids) yield* right({ ...options, ids: [id] });
      },
  },
  "reads what was recorded later": asks(({ knownAt: _, ...options }) => options),
  "reads the recorded events of every action": asks(({ actions: _, ...options }) => options),
  "appends the valid events of a list and then refuses": {
    appendRecorded: (right) => async (events) => {
      try {
        await right(events);
      } catch (error) {
        for (const event of events) await right([event]).catch(() => {});
        throw error;
      }
    },
  },
  "drops the events of a list that are none": {
    appendRecorded: (right) => async (events) => {
      for (const event of events) await right([event]).catch(() => {});
    },
  },
  "names the first problem alone of recorded events": {
    appendRecorded: (right) => async (events) => {
      try {
        await right(events);
      } catch (error) {
        if (!(error instanceof InvalidRecordedEventError)) throw error;
        throw new InvalidRecordedEventError(error.problems.slice(0, 1));
      }
    },
  },
  "refuses one recorded event of a list after the other": {
    appendRecorded: (right) => async (events) => {
      for (const event of events) await right([event]);
    },
  },
};
