import { monitorDown, monitorRecovered } from "@audit/events";
import { describe, expect, test } from "vitest";
import { defineProjection } from "../projection.ts";
import { replay } from "../replay.ts";
import { at } from "./entry.ts";
import { frozenStates } from "./frozen-states.ts";
import { stream } from "./stream.ts";

const events = stream("monitor:1", [
  at("10:00", monitorDown, { region: "gru" }),
  at("10:01", monitorRecovered, { region: "gru" }),
]);

describe("frozenStates", () => {
  test("lets a pure projection be as it is, chain included", () => {
    const count = frozenStates(defineProjection<number>("count", { revision: 1, initial: 0 }))
      .startsWith(monitorDown)
      .on(monitorDown, (state) => state + 1)
      .on(monitorRecovered, (state) => state + 1);
    expect(replay(count, events, { strict: true }).state).toBe(2);
  });

  test("catches an evolve that changes the state it is given", () => {
    const careless = defineProjection<{ seen: string[] }>("careless", {
      revision: 1,
      initial: { seen: [] },
    })
      .on(monitorDown, (_state, { metadata }) => ({ seen: [metadata.region] }))
      .on(monitorRecovered, (state, { metadata }) => {
        state.seen.push(metadata.region);
        return state;
      });
    expect(replay(careless, events).report.invalid).toEqual([]);
    expect(replay(frozenStates(careless), events).report.invalid).toMatchObject([
      { uid: "monitor:1#0002", error: "TypeError" },
    ]);
  });
});
