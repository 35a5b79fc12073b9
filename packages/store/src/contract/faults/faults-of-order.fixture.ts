import { isSameFact } from "@audit/events";
import type { Event, Events, Fault, Options } from "./faulty-store.fixture.ts";

const bySequence = (a: Event, b: Event) => Number(a.sequence) - Number(b.sequence);
const byTime = (a: Event, b: Event) => a.timestamp - b.timestamp;
/** Gives the first event of those that are one by a key. */
const firstOf = (events: Events, keyOf: (event: Event) => string): Events => {
  const keys = events.map(keyOf);
  return events.filter((event, index) => keys.indexOf(keyOf(event)) === index);
};
const isBackward = ({ direction, order }: Options) =>
  direction === "backward" || order === "newest";

/** Stores that go wrong in the order of events, and in what is one event. */
export const faultsOfOrder: Readonly<Record<string, Fault>> = {
  "gives events as they were appended": { events: (events) => events.sort(bySequence) },
  "orders uids as a language does": {
    events: (events) => events.sort((a, b) => byTime(a, b) || a.uid.localeCompare(b.uid)),
  },
  "gives equals forward where it reads backward": {
    events: (events, options) =>
      isBackward(options) ? events.reverse().sort((a, b) => byTime(b, a)) : events,
  },
  "cannot read backward": {
    options: ({ direction: _, order: __, ...options }) => options,
  },
  "orders ids by code unit": {
    events: (events) =>
      events
        .map((event, at) => ({ event, at }))
        .sort((a, b) =>
          a.event.id === b.event.id ? a.at - b.at : a.event.id < b.event.id ? -1 : 1,
        )
        .map(({ event }) => event),
    page: (page) => ({
      ...page,
      events: [...page.events].sort(
        (a, b) =>
          byTime(b, a) || (a.uid === b.uid ? (a.id < b.id ? 1 : -1) : a.uid < b.uid ? 1 : -1),
      ),
    }),
  },
  "counts no copies": { events: (events) => events.map((event) => ({ ...event, copies: 1 })) },
  "says of a copy that another delivery made it": {
    events: (events) =>
      events.map((event) =>
        event.copies === 1 ? event : { ...event, otherDeliveries: [{ writer: "another" }] },
      ),
  },
  "takes one uid of a stream for one event, whatever its timestamp": {
    events: (events) => firstOf(events, ({ id, uid }) => `${id} ${uid}`),
  },
  "gives the last fact of a conflict first": {
    events: (events) => {
      const places = events.map(({ id, timestamp, uid }) => `${id} ${timestamp} ${uid}`);
      const firstAt = (at: number) => places.indexOf(places[at] ?? "");
      return events
        .map((event, at) => ({ event, at }))
        .sort((a, b) => firstAt(a.at) - firstAt(b.at) || b.at - a.at)
        .map(({ event }) => event);
    },
  },
  "looks at metadata alone to tell facts apart": {
    events: (events) =>
      events.filter((event, index) => {
        const first = events.findIndex(
          ({ uid, timestamp }) => uid === event.uid && timestamp === event.timestamp,
        );
        const other = events[first];
        return (
          first === index ||
          (other?.known && event.known && !isSameFact({ ...other, ...bare }, { ...event, ...bare }))
        );
      }),
  },
  "says that everything was recorded when it happened": {
    events: (events) => events.map((event) => ({ ...event, recordedAt: event.timestamp })),
  },
};

const bare = {
  actor: { id: "", name: "", type: "" },
  targets: [],
  context: {},
  outcome: "",
  correlationId: "",
  causationId: "",
};
