import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DatafileError } from "./datafile-error.ts";
import { parseDatasource } from "./parse-datasource.ts";

const AUDIT_LOG = `
DESCRIPTION >
    Every change to a monitor.
      Never changed itself.

TOKEN "audit append" APPEND
TOKEN audit_read READ
TAGS "audit, product"

SCHEMA >
    \`workspace_id\` String \`json:$.workspaceId\` DEFAULT '',
    # a comment of the datafile
    \`id\` String \`json:$.id\`, -- a comment of SQL
    uid String \`json:$.uid\` DEFAULT hex(MD5(concat(id, ',', toString(timestamp)))) CODEC(ZSTD(1)),
    timestamp DateTime64(3) \`json:$.timestamp\`,
    targets Array(String) \`json:$.targets[:]\`,
    raw String \`json:$\`,

INDEXES >
    target_keys targets TYPE bloom_filter(0.01) GRANULARITY 4

ENGINE MergeTree
ENGINE_PARTITION_KEY "toYear(timestamp)" # by year
ENGINE_SORTING_KEY "workspace_id, id, timestamp, uid"
ENGINE_TTL ""
ENGINE_SETTINGS "index_granularity = 1024"
`;

describe("parseDatasource", () => {
  test("reads a whole file", () => {
    expect(parseDatasource(AUDIT_LOG, "tinybird/datasources/audit_log.datasource")).toEqual({
      name: "audit_log",
      file: "tinybird/datasources/audit_log.datasource",
      description: "Every change to a monitor.\n  Never changed itself.",
      tags: ["audit", "product"],
      tokens: [
        { name: "audit append", scope: "APPEND" },
        { name: "audit_read", scope: "READ" },
      ],
      columns: [
        { name: "workspace_id", type: "String", jsonPath: "$.workspaceId", default: "''" },
        { name: "id", type: "String", jsonPath: "$.id" },
        {
          name: "uid",
          type: "String",
          jsonPath: "$.uid",
          default: "hex(MD5(concat(id, ',', toString(timestamp))))",
          codec: "ZSTD(1)",
        },
        { name: "timestamp", type: "DateTime64(3)", jsonPath: "$.timestamp" },
        { name: "targets", type: "Array(String)", jsonPath: "$.targets[:]" },
        { name: "raw", type: "String", jsonPath: "$" },
      ],
      indexes: [
        { name: "target_keys", expression: "targets", type: "bloom_filter(0.01)", granularity: 4 },
      ],
      engine: {
        type: "MergeTree",
        partitionKey: "toYear(timestamp)",
        sortingKey: "workspace_id, id, timestamp, uid",
        settings: "index_granularity = 1024",
      },
    });
  });

  test("takes directives in any case, and Windows line ends", () => {
    const { columns, engine } = parseDatasource(
      "schema >\r\n  a String\r\nengine mergetree\r\n",
      "a.datasource",
    );
    expect(columns).toEqual([{ name: "a", type: "String" }]);
    expect(engine).toEqual({ type: "MergeTree" });
  });

  test("keeps what a deployment does with the table before", () => {
    const text =
      "SCHEMA >\n  a String\nFORWARD_QUERY >\n  SELECT toString(a) AS a\nBACKFILL skip\n";
    expect(parseDatasource(text, "a.datasource")).toMatchObject({
      forwardQuery: "SELECT toString(a) AS a",
      backfill: "skip",
    });
  });

  test.each([
    ["", 1, "Cannot define a data source as it must have a SCHEMA"],
    ["SCHEMA >\n", 1, "Cannot read SCHEMA as it must have at least one column"],
    ["SCHEMA a String", 1, 'Cannot read SCHEMA as it must be a block: "SCHEMA >"'],
    ["SCHEMA > a String", 1, 'Cannot read the text after "SCHEMA >" as a block must begin'],
    ["SCHEMA >\n  a String\nSCHEMA >\n  a String", 3, "must come once: it stands on line 1 too"],
    ["\nSQL >\n  SELECT 1", 2, "Cannot read SQL as a data source must not have it"],
    ["HELLO world", 1, "Cannot read HELLO as a line must begin with a directive of Tinybird"],
    ["TOKEN audit", 1, "Cannot read TOKEN as it must be: TOKEN name READ or APPEND"],
    ["SCHEMA >\n  a String\nBACKFILL all", 3, "Cannot read BACKFILL as it must be: BACKFILL skip"],
  ])("refuses %j", (text, line, message) => {
    const error = failure(text);
    expect(error).toMatchObject({ code: "invalid_datafile", file: "audit_log.datasource", line });
    expect(error.message).toContain(`audit_log.datasource:${line}: `);
    expect(error.message).toContain(message);
  });

  test("keeps the topic that would feed it", () => {
    const text = `SCHEMA >
  a String
KAFKA_CONNECTION_NAME my-kafka
KAFKA_TOPIC 'events'
KAFKA_GROUP_ID group
KAFKA_AUTO_OFFSET_RESET earliest
KAFKA_STORE_RAW_VALUE "True"
KAFKA_STORE_HEADERS False
KAFKA_VALUE_FORMAT json
`;
    expect(parseDatasource(text, "a.datasource").kafka).toEqual({
      connection: "my-kafka",
      topic: "events",
      groupId: "group",
      autoOffsetReset: "earliest",
      storeRawValue: true,
      storeHeaders: false,
      valueFormat: "json",
    });
  });

  test("keeps the bucket that would fill it, and who shares it", () => {
    const text = `SCHEMA >
  a String
IMPORT_CONNECTION_NAME s3
IMPORT_BUCKET_URI s3://bucket/*.csv
IMPORT_SCHEDULE @auto
IMPORT_QUERY >
  SELECT a
SHARED_WITH >
  one,
  two
`;
    expect(parseDatasource(text, "a.datasource")).toMatchObject({
      imported: {
        connection: "s3",
        bucketUri: "s3://bucket/*.csv",
        schedule: "@auto",
        query: "SELECT a",
      },
      sharedWith: ["one", "two"],
    });
  });

  test.each([
    ["KAFKA_TOPIC events", "a data source with KAFKA_* directives must have KAFKA_CONNECTION_NAME"],
    ["KAFKA_CONNECTION_NAME k\nKAFKA_TOPIC t", "must have KAFKA_GROUP_ID"],
    [
      "KAFKA_CONNECTION_NAME k\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nKAFKA_STORE_HEADERS perhaps",
      "it must be True or False: current value is perhaps",
    ],
  ])("refuses %j", (text, message) => {
    expect(failure(`SCHEMA >\n  a String\n${text}`).message).toContain(message);
  });

  test("refuses a file whose name SQL could not say", () => {
    expect(() => parseDatasource("SCHEMA >\n  a String", "audit-log.datasource")).toThrow(
      'audit-log.datasource:1: Cannot name a resource "audit-log" as',
    );
  });

  test("never fails with anything but a DatafileError", () => {
    const piece = fc.constantFrom(
      ..."SCHEMA >|ENGINE|INDEXES >|TOKEN|KAFKA_TOPIC|\n|\n  | |a String|,|(|)|[|]|'|\"|`|`json:$.a`|DEFAULT|CODEC(|#|--|/*|>|\\|TYPE".split(
        "|",
      ),
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseDatasource(text, "a.datasource");
        } catch (error) {
          expect(error).toBeInstanceOf(DatafileError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function failure(text: string): DatafileError {
  try {
    parseDatasource(text, "audit_log.datasource");
  } catch (error) {
    if (error instanceof DatafileError) return error;
  }
  throw new Error(`${JSON.stringify(text)} parses`);
}
