import fc from "fast-check";
import { encodeRow, type Row } from "../src/row.ts";

/** Texts that mean something to a spreadsheet, to CSV, to JSON, to a line or to UTF-8. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "'"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      '""',
      'a"b',
      '",=1',
      ";=1",
      'a;"=cmd',
      ",",
      "\n",
      "a\r\nb",
      "\r",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "\0",
      "😀",
      "\ufeff",
      "\\",
      "\\u0041",
      "'\\n",
      "\u2028",
      "__proto__",
      "%",
    ),
  },
);

const text = fc.oneof(fc.constantFrom("", "gru", "a b"), hostileText);
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const keyed = (value: fc.Arbitrary<unknown>) =>
  fc.dictionary(text, value, { maxKeys: 3, noNullPrototype: true });
const noon = 1_750_000_000_000;
const actor = fc.record(
  {
    id: text,
    name: text,
    type: text,
    onBehalfOf: fc.constant({ id: "u", name: "U", type: "user" }),
  },
  { requiredKeys: ["id", "name", "type"], noNullPrototype: true },
);

/** Any event, as a writer would have completed it, with few places, so that many share one. */
const event = fc.record(
  {
    workspaceId: fc.constant(""),
    id: fc.constantFrom("monitor:1", "=cmd:1", "a:\n😀", 'a:"'),
    uid: fc.oneof(
      fc.constantFrom("a", "b"),
      hostileText.filter((uid) => uid !== ""),
    ),
    action: fc.oneof(
      fc.constantFrom("monitor.down", "incident.created", "incident.create"),
      hostileText.filter((action) => action !== ""),
    ),
    version: fc.constantFrom(1, 1, 2, 7),
    metadata: fc.oneof(
      fc.constantFrom({ region: "gru" }, { region: "=1" }, { incidentId: 3 }, { region: ";=1" }),
      keyed(json),
    ),
    timestamp: fc.oneof(
      fc.integer({ min: noon, max: noon + 1 }),
      fc.constantFrom(0, -1, 7_258_118_400_000, Number.MAX_SAFE_INTEGER),
    ),
    actor,
    targets: fc.array(
      fc.record({ id: text, type: text, name: text }, { requiredKeys: ["id", "type"] }),
      { maxLength: 2 },
    ),
    outcome: text,
    context: keyed(json),
    correlationId: hostileText.filter((id) => id !== ""),
    causationId: hostileText.filter((id) => id !== ""),
    writer: fc.constantFrom("w1", "=w2"),
    sequence: fc.integer({ min: 1, max: 3 }),
    previous: fc.integer({ min: 0, max: 3 }),
  },
  {
    requiredKeys: [
      "workspaceId",
      "id",
      "uid",
      "action",
      "version",
      "metadata",
      "timestamp",
      "actor",
      "targets",
      "outcome",
      "context",
    ],
    noNullPrototype: true,
  },
);

/** What others may have put into columns: what no reader makes sense of, or writes in other letters. */
const odd: fc.Arbitrary<Row> = fc.record(
  {
    metadata: fc.constantFrom(
      "{",
      "[1]",
      "5",
      '{"a": 1.0}',
      '{"n":12345678901234567890}',
      '{"a":1,"a":2}',
      '{"a":"\\ud800"}',
      `${'{"a":'.repeat(150)}1${"}".repeat(150)}`,
      "\n{}",
      "=1",
    ),
    actor: fc.constantFrom('{"id":"u"}', '{"id":5}', "[]", "", '{"name":"n","id":"\\udfff"}'),
    targets: fc.constantFrom('[{"id":"1","name":"monitor"}]', "{}", '[{"type":"t","id":"1"}]', "x"),
    context: fc.constantFrom("null", '{ "ip":"1"}', '"'),
    version: fc.constantFrom(0, -3),
    sequence: fc.constantFrom(0, -5),
    previous: fc.constantFrom(-1, -7),
    recorded_at: fc.constantFrom(0, -5),
    id: fc.constant(""),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Any row that a data source may hold. */
export const anyRow: fc.Arbitrary<Row> = fc
  .tuple(
    event,
    fc.integer({ min: noon + 10, max: noon + 13 }),
    fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: odd }),
  )
  .map(([fields, recorded_at, others]) => ({
    correlation_id: "",
    causation_id: "",
    writer: "",
    sequence: 0,
    previous: -1,
    // What a writer completed, which sets `recorded_at` for nobody.
    ...encodeRow(fields),
    recorded_at,
    ...others,
  }));
