import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
import { type AnyKnownEvent, monitor, replay } from "@audit/projections";
import { at, stream } from "@audit/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addEvent, type EntityHistory, emptyHistory, recentEvents } from "./entity-history.ts";

const clockText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

// Safe: the streams of the testing kit are of the built-in catalog, so all are known.
const events = stream("monitor:1", [
  at("00:00", monitorCreate, { name: "API" }),
  ...Array.from({ length: 99 }, (_, place) =>
    place % 2 === 0
      ? at(clockText(place + 1), monitorDown, { region: "gru" })
      : at(clockText(place + 1), monitorRecovered, { region: "gru" }),
  ),
]) as unknown as readonly AnyKnownEvent[];

type History = EntityHistory<typeof monitor.initial>;

const add = (history: History, event: AnyKnownEvent | undefined): History => {
  const next = event && addEvent(monitor, history, event);
  if (next === undefined) throw new Error("it is from before all that is kept");
  return next;
};

describe("addEvent", () => {
  test("leads to the state of a replay, with late and doubled events among the last ones", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(recentEvents - 1).keys()], { minLength: recentEvents - 1 }),
        fc.array(fc.nat(recentEvents - 2)),
        (order, doubles) => {
          let history: History = emptyHistory(monitor);
          for (const place of [...order, ...doubles]) history = add(history, events[place]);
          const { state } = replay(monitor, events.slice(0, recentEvents - 1));
          expect(history.state).toEqual(state);
        },
      ),
    );
  });

  test("keeps few events, and says when one is from before these", () => {
    let history: History = emptyHistory(monitor);
    for (const event of events) history = add(history, event);
    expect(history.recent).toHaveLength(recentEvents);
    expect(history.state).toEqual(replay(monitor, events).state);
    const [first] = events;
    expect(first && addEvent(monitor, history, first)).toBeUndefined();
    const last = events.at(-1);
    expect(last && addEvent(monitor, history, last)).toBe(history);
  });

  test("survives JSON", () => {
    let history: History = emptyHistory(monitor);
    for (const event of events.slice(0, 60)) history = add(history, event);
    const saved: History = JSON.parse(JSON.stringify(history));
    for (const event of events.slice(60)) history = add(history, event);
    let restored = saved;
    for (const event of events.slice(60)) restored = add(restored, event);
    expect(restored.state).toEqual(JSON.parse(JSON.stringify(history.state)));
  });
});
