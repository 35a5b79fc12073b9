import { catalog, monitorDegraded, monitorDown, monitorRecovered } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, stream } from "../testing.ts";
import { sentences } from "./moment-sentence.ts";

const check = fc.record({
  action: fc.constantFrom(monitorDown, monitorDegraded, monitorRecovered),
  region: fc.constantFrom("gru", "fra", "__proto__"),
  told: fc.record(
    { statusCode: fc.constantFrom(500, 503), latency: fc.constantFrom(5, 80) },
    { requiredKeys: [] },
  ),
  outcome: fc.constantFrom("success", "denied"),
  name: fc.constantFrom("ada", "bob"),
  lapse: fc.option(
    fc.record({
      ms: fc.constantFrom(10, 60_000),
      since: fc.constantFrom("it went down", "it began"),
    }),
    { nil: undefined },
  ),
});

describe("sentences", () => {
  test("tells of each event what is told of it alone, whatever was told before", () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 20 }), (checks) => {
        const shared = sentences(catalog);
        const events = stream(
          "monitor:1",
          checks.map(({ action, region, told, outcome, name }, index) =>
            at(index, action, { region, ...told }, { outcome, actor: { id: name } }),
          ),
        );
        for (const [index, event] of events.entries()) {
          const lapse = checks[index]?.lapse;
          expect(shared(event, undefined, lapse)).toBe(sentences(catalog)(event, undefined, lapse));
        }
      }),
    );
  });
});
