import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { type AnyAction, defineCatalog } from "./catalog.ts";
import type { RecordedEvent } from "./event.ts";
import { recorded } from "./recorded.fixture.ts";
import { createWriter } from "./writer.ts";

/** A field of a generated schema: its zod type and what fits it. JSON has no negative zero. */
const fields = [
  { schema: z.string(), value: fc.string({ unit: "grapheme" }) },
  {
    schema: z.number(),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  },
  { schema: z.boolean(), value: fc.boolean() },
  { schema: z.enum(["minor", "major"]), value: fc.constantFrom("minor", "major") },
  { schema: z.array(z.int()), value: fc.array(fc.integer().map((n) => n + 0)) },
  {
    schema: z.strictObject({ a: z.string().nullable() }),
    value: fc.record({ a: fc.option(fc.string()) }),
  },
  { schema: z.json(), value: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))) },
];

const keys = ["region", "statusCode", "from", "to", "日本", "a b", "length"];

interface Field {
  readonly key: string;
  readonly kind: number;
  readonly isOptional: boolean;
}

const anyFields = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom(...keys),
    kind: fc.nat({ max: fields.length - 1 }),
    isOptional: fc.boolean(),
  }),
  { selector: ({ key }) => key, maxLength: 4 },
);

function schemaOf(shape: readonly Field[]) {
  return z.strictObject(
    Object.fromEntries(
      shape.map(({ key, kind, isOptional }) => {
        const schema = fields[kind]?.schema ?? z.never();
        return [key, isOptional ? schema.optional() : schema];
      }),
    ),
  );
}

function metadataOf(shape: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  const entries = shape.map(({ key, kind, isOptional }) => {
    const value = fields[kind]?.value ?? fc.constant(null);
    return [key, isOptional ? fc.option(value, { nil: undefined }) : value] as const;
  });
  return fc.record(Object.fromEntries(entries), { noNullPrototype: true });
}

/** An action of 1 to 5 versions; each upcast adds the number of its version to a list. */
const anyHistory = fc.array(anyFields, { minLength: 1, maxLength: 5 });

function historyAction(length: number): AnyAction {
  const step = z.strictObject({ steps: z.array(z.int()) });
  let action: AnyAction = defineAction("site.change").version(1, step);
  for (let number = 2; number <= length; number++)
    // Safe: the numbers go up by one; types have only literals for them.
    action = action.version(number as 2, step, (before) => ({
      // Safe: every version of this action has this schema.
      steps: [...(before as { steps: number[] }).steps, number],
    }));
  return action;
}

/** What a store gives back of an emitted event: itself, by way of JSON. */
const throughJson = (event: object): RecordedEvent =>
  JSON.parse(JSON.stringify({ ...event, recordedAt: 1_700_000_000_000, copies: 1 }));

describe("decode after encode", () => {
  test("gives back what was emitted, for generated catalogs and metadata (but for negative zero)", () => {
    const any = fc.array(anyFields, { minLength: 1, maxLength: 6 }).chain((shapes) =>
      fc.record({
        shapes: fc.constant(shapes),
        metadata: fc.tuple(...shapes.map(metadataOf)),
      }),
    );
    fc.assert(
      fc.property(any, ({ shapes, metadata }) => {
        const actions = shapes.map((shape, index) =>
          defineAction(`site.act${index}`).version(1, schemaOf(shape)),
        );
        const catalog = defineCatalog(actions);
        const events = createWriter(catalog, { limits: { eventBytes: 1e9 } }).complete(
          metadata.map((given, index) => ({
            id: "site:1",
            action: `site.act${index}`,
            metadata: given,
          })),
        );
        for (const [index, event] of events.entries()) {
          const decoded = catalog.decode(throughJson(event));
          expect(decoded).toMatchObject({ known: true, action: `site.act${index}` });
          expect(decoded.known && decoded.metadata).toEqual(
            JSON.parse(JSON.stringify(metadata[index])),
          );
        }
      }),
    );
  });
});

describe("upcasts", () => {
  test("composed step by step equal the chain", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (a, b) => {
        const [from, latest] = [Math.min(a, b), Math.max(a, b)];
        const action = historyAction(latest);
        const chain = defineCatalog([action]).decode(
          recorded("site.change", { steps: [] }, { version: from }),
        );
        let metadata: unknown = { steps: [] };
        for (const version of action.versions.slice(from)) metadata = version.upcast?.(metadata);
        expect(chain).toMatchObject({ known: true, version: latest, recordedVersion: from });
        expect(chain.known && chain.metadata).toEqual(metadata);
      }),
    );
  });

  test("bring a stream with every version mixed to one version", () => {
    fc.assert(
      fc.property(anyHistory, fc.infiniteStream(fc.nat()), (history, picks) => {
        const latest = history.length;
        const catalog = defineCatalog([historyAction(latest)]);
        for (let index = 0; index < 10; index++) {
          const version = ((picks.next().value ?? 0) % latest) + 1;
          const event = catalog.decode(
            recorded("site.change", { steps: [] }, { version, uid: `u${index}` }),
          );
          expect(event).toMatchObject({ known: true, version: latest, recordedVersion: version });
        }
      }),
    );
  });
});

describe("rolling deploys", () => {
  const before = historyAction(2);
  const after = before.version(
    3,
    z.strictObject({ steps: z.array(z.int()), by: z.string() }),
    // Safe: every version before has this schema.
    (v2) => ({ ...(v2 as { steps: number[] }), by: "" }),
  );
  const [older, newer] = [defineCatalog([before]), defineCatalog([after])];
  const emit = (catalog: typeof older, metadata: unknown) =>
    createWriter(catalog)
      .complete([{ id: "site:1", action: "site.change", metadata }])
      .map(throughJson);

  test("let an old reader keep everything that a new event carries", () => {
    const [event] = emit(newer, { steps: [1], by: "ada" });
    expect(event && older.decode(event)).toMatchObject({
      known: false,
      reason: "version_unknown",
      recordedAction: "site.change",
      recordedVersion: 3,
      raw: { metadata: { steps: [1], by: "ada" } },
    });
  });

  test("let a new reader understand an old event", () => {
    const [event] = emit(older, { steps: [1] });
    expect(event && newer.decode(event)).toMatchObject({
      known: true,
      version: 3,
      metadata: { steps: [1], by: "" },
    });
  });
});
