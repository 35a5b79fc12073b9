import { catalog, createWriter } from "@audit/events";
import { describe, expect, test } from "vitest";
import { UnsteadyClock } from "./unsteady-clock.ts";

const noon = 1_700_000_000_000;

describe("UnsteadyClock", () => {
  test("goes with its source, jumps both ways, and stands still until it goes again", () => {
    let time = noon;
    const clock = new UnsteadyClock(() => time);
    const { now } = clock;
    expect(now()).toBe(noon);
    clock.jump(-3_600_000);
    expect(now()).toBe(noon - 3_600_000);
    clock.stop();
    time += 5;
    expect(now()).toBe(noon - 3_600_000);
    clock.jump(86_400_000);
    expect(now()).toBe(noon - 3_600_000 + 86_400_000);
    clock.go();
    expect(now()).toBe(noon + 5 - 3_600_000 + 86_400_000);
  });

  test("shakes no writer: its uids increase, and its times never go backwards", () => {
    const clock = new UnsteadyClock();
    const writer = createWriter(catalog, { now: clock.now });
    const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } };
    const write = () => writer.complete([down, down]);
    const events = [...write()];
    clock.jump(-3_600_000);
    events.push(...write());
    clock.jump(25 * 3_600_000);
    events.push(...write());
    clock.stop();
    events.push(...write());
    clock.go();
    clock.jump(-86_400_000);
    events.push(...write());
    const uids = events.map(({ uid }) => uid);
    const times = events.map(({ timestamp }) => timestamp);
    expect(uids).toEqual([...new Set(uids)].sort());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
