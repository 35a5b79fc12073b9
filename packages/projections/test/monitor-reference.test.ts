import { type Monitor, monitor } from "@audit/projections";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyStream } from "./any-stream.ts";
import { slowMonitor } from "./slow-monitor.ts";

describe("monitor", () => {
  test("comes to the states that its rules say, to the order of their keys", () => {
    fc.assert(
      fc.property(anyStream, ({ once }) => {
        let state: Monitor = monitor.initial;
        for (const event of once) {
          if (!event.known) continue;
          const expected = slowMonitor(state, event);
          state = monitor.evolve(state, event);
          expect(state).toEqual(expected);
          expect(JSON.stringify(state)).toBe(JSON.stringify(expected));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("comes to them whatever a check told, in any order", () => {
    const told = fc.uniqueArray(
      fc.constantFrom("statusCode", "latency", "message", "cronTimestamp", "region"),
      { minLength: 0 },
    );
    const check = fc.record({
      action: fc.constantFrom("monitor.down", "monitor.degraded", "monitor.recovered"),
      region: fc.constantFrom("gru", "fra", "iad", "7", "__proto__"),
      told,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...creates),
        fc.array(check, { maxLength: 12 }),
        (create, checks) => {
          const begun = { ...blank, action: "monitor.create", metadata: create, timestamp: 0 };
          let state: Monitor = create ? monitor.evolve(monitor.initial, begun) : monitor.initial;
          for (const [index, { action, region, told }] of checks.entries()) {
            const keys = told.includes("region") ? told : [...told, "region"];
            const metadata = Object.fromEntries(
              keys.map((key) => [key, key === "region" ? region : key === "message" ? "x" : index]),
            );
            const event = { ...blank, action, metadata, timestamp: index };
            const expected = slowMonitor(state, event);
            state = monitor.evolve(state, event);
            expect(JSON.stringify(state)).toBe(JSON.stringify(expected));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const creates = [undefined, { name: "API" }, { name: "API", url: "https://a.test" }];

const blank = {
  known: true,
  workspaceId: "",
  id: "monitor:1",
  uid: "u",
  version: 1,
  recordedAction: "",
  recordedVersion: 1,
  recordedAt: 0,
  actor: { id: "", name: "system", type: "system" },
  targets: [{ type: "incident", id: "7" }],
  outcome: "success",
  context: {},
  copies: 1,
} as const;
