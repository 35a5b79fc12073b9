import fc from "fast-check";
import { catalog } from "./built-in-catalog.ts";
import type { AnyAction } from "./catalog.ts";
import type { RecordedEvent } from "./event.ts";
import { isPlainObject } from "./json.ts";
import { metadataJsonSchema } from "./metadata-json-schema.ts";
import { recorded } from "./recorded.fixture.ts";

// Every plane, control characters, noncharacters and what URIs, headers and JSON give a meaning.
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "%", "%0A", "%25", ".v1", "..", "a/b?c#d", "\r\nce-id: x", '"', "__proto__"),
  fc.constantFrom("\u0000", "\ufffe", "ü 😀", "ada@example.com", " ", "monitor:1", "x".repeat(300)),
);
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (value === 0 ? 0 : value));
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const time = fc.oneof(
  fc.integer({ min: 1e12, max: 2e12 }),
  fc.maxSafeInteger(),
  fc.constantFrom(-62_167_219_200_001, 253_402_300_800_000, 0, -1),
);
const actor = fc.record(
  { id: hostile, name: hostile, type: hostile, team: hostile },
  { requiredKeys: ["id", "name", "type"], noNullPrototype: true },
);
const delivery = fc.record(
  { writer: hostile, sequence: fc.maxSafeInteger(), previous: fc.maxSafeInteger() },
  { requiredKeys: [], noNullPrototype: true },
);

/** Any fields but those that say what happened. */
const rest: fc.Arbitrary<Partial<RecordedEvent>> = fc.record(
  {
    workspaceId: hostile,
    id: hostile,
    uid: hostile,
    timestamp: time,
    recordedAt: time,
    actor: fc
      .tuple(actor, fc.option(actor))
      .map(([one, other]) => (other === null ? one : { ...one, onBehalfOf: other })),
    targets: fc.array(
      fc.record({ id: hostile, type: hostile, name: hostile }, { noNullPrototype: true }),
    ),
    outcome: hostile,
    context: fc.dictionary(hostile, hostile, { noNullPrototype: true }),
    correlationId: hostile,
    causationId: hostile,
    writer: hostile,
    sequence: fc.maxSafeInteger(),
    previous: fc.maxSafeInteger(),
    copies: fc.integer({ min: 1 }),
    otherDeliveries: fc.array(delivery),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Any event that the built-in catalog understands, under any name and version, with keys it does not know. */
export const understoodEvent: fc.Arbitrary<RecordedEvent> = fc
  .constantFrom(
    ...catalog.actions.flatMap((action: AnyAction) =>
      [action.name, ...action.formerNames].flatMap((name) =>
        action.versions.map(({ number }) => ({ action, name, version: number })),
      ),
    ),
  )
  .chain(({ action, name, version }) =>
    fc
      .tuple(valueFor(metadataJsonSchema(action, version)), extraKeys, rest)
      .map(([metadata, extra, fields]) =>
        recorded(name, Object.assign({}, extra, metadata), { ...fields, version }),
      ),
  );

/** Any event at all, as a store holds it: mostly of actions that nobody knows. */
export const anyEvent: fc.Arbitrary<RecordedEvent> = fc
  .tuple(
    fc.oneof(hostile, fc.constantFrom(...catalog.actions.map(({ name }) => name))),
    fc.oneof(fc.integer({ min: 1, max: 3 }), fc.maxSafeInteger()),
    json,
    rest,
    fc.option(fc.tuple(hostile, hostile), { freq: 1 }),
    fc.constantFrom("event", "row", "broken row"),
  )
  .map(([action, version, metadata, fields, broken, held]) => {
    const event = recorded(action, metadata, {
      ...fields,
      version,
      ...(broken === null ? {} : { broken: [{ field: broken[0], must: broken[1] }] }),
    });
    if (held === "event") return event;
    if (held === "row") return { ...event, raw: { metadata: JSON.stringify(metadata), version } };
    const unread = [{ field: "metadata", must: "be JSON" }];
    return { ...event, metadata: undefined, broken: unread, raw: { metadata: '{"a', version } };
  });

const extraKeys = fc.dictionary(
  fc.string().map((key) => `x-${key}`),
  json,
  { maxKeys: 2, noNullPrototype: true },
);

/** Gives values that a JSON Schema allows, as far as the built-in actions need it. */
function valueFor(schema: unknown): fc.Arbitrary<unknown> {
  if (!isPlainObject(schema)) return json;
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "string":
      return hostile;
    case "number":
      return number;
    case "array":
      return fc.array(valueFor(schema.items), { maxLength: 3 });
    case "object": {
      const fields = Object.entries(isPlainObject(schema.properties) ? schema.properties : {});
      const requiredKeys = Array.isArray(schema.required) ? schema.required.map(String) : [];
      return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field)])), {
        requiredKeys,
        noNullPrototype: true,
      });
    }
    default:
      return json;
  }
}
