import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Agenda } from "./agenda.ts";

describe("Agenda", () => {
  test("gives tasks by time, those of one time in the order in which they were put in", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(20))), (steps) => {
        const agenda = new Agenda();
        const [done, waiting]: [string[], { time: number; name: string }[]] = [[], []];
        const expected: string[] = [];
        for (const [number, time] of [...steps, ...steps.map(() => null)].entries()) {
          if (time !== null) {
            const name = `${number}`;
            agenda.put(time, () => done.push(name));
            waiting.push({ time, name });
            waiting.sort((a, b) => a.time - b.time);
            continue;
          }
          expect(agenda.nextTime).toBe(waiting[0]?.time);
          expected.push(...waiting.splice(0, 1).map(({ name }) => name));
          agenda.take()?.();
        }
        expect(done).toEqual(expected);
        expect(agenda.take()).toBeUndefined();
      }),
    );
  });
});
