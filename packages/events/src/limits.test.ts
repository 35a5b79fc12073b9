import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "./built-in-catalog.ts";
import { defaultLimits, jsonBytesAtMost, utf8Length, warningsOf } from "./limits.ts";
import { createWriter } from "./writer.ts";

const down = { id: "monitor:1", action: "monitor.down" } as const;

describe("utf8Length", () => {
  test("counts the bytes that an encoder makes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });
});

describe("jsonBytesAtMost", () => {
  test("is never below the bytes that are written, escapes and long numbers included", () => {
    const text = fc.string({ unit: "binary" });
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true, false, undefined, "\u0000", -1.2345678901234567e-308),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(text, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (any) => {
        const written = JSON.stringify({ any });
        expect(jsonBytesAtMost({ any })).toBeGreaterThanOrEqual(utf8Length(written));
      }),
    );
  });
});

describe("eventBytes", () => {
  const event = (bytes: number) => ({
    ...down,
    metadata: { region: "gru", message: "é".repeat((bytes - 83) / 2) },
  });

  test("lets an event of 32 KiB pass and refuses a larger one, whatever its characters", () => {
    const writer = createWriter(catalog);
    expect(new TextEncoder().encode(JSON.stringify(event(32_767))).length).toBe(32_767);
    expect(writer.complete([event(32_767)])).toHaveLength(1);
    expect(() => writer.complete([event(32_769)])).toThrow(
      "it must have at most 32768 bytes as JSON: current value is 32769",
    );
  });

  test("can be set, and has to be a number that can be kept", () => {
    const small = createWriter(catalog, { limits: { eventBytes: 50 } });
    expect(() => small.complete([event(101)])).toThrow(/at most 50 bytes/);
    expect(() => createWriter(catalog, { limits: { eventBytes: Number.NaN } })).toThrow(
      "Cannot make a writer as limits.eventBytes must be a whole number, at least 1: current value is NaN",
    );
  });
});

describe("warningsOf", () => {
  const [event] = createWriter(catalog).complete([
    {
      id: "monitor:1",
      action: "monitor.update",
      metadata: {
        changes: Array.from({ length: 20 }, (_, index) => ({
          field: `f${index}`,
          from: "x".repeat(index === 7 ? 501 : 500),
          to: null,
        })),
      },
    },
  ]);

  test("names long texts and too many keys, and shows no value", () => {
    expect(event && warningsOf(event, undefined, defaultLimits)).toEqual([
      { path: "metadata.changes.7.from", must: "have at most 500 characters" },
      { path: "metadata", must: "have at most 50 keys", value: "61" },
    ]);
  });

  test("finds none within wider limits", () => {
    const wide = { ...defaultLimits, textLength: 1000, metadataKeys: 100 };
    expect(event && warningsOf(event, undefined, wide)).toEqual([]);
  });
});
