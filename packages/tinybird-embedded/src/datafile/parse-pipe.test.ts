import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DatafileError } from "./datafile-error.ts";
import { parsePipe } from "./parse-pipe.ts";

describe("parsePipe", () => {
  test("reads nodes in order, each with its SQL and the line it begins on", () => {
    const text = `DESCRIPTION Events of one stream
TOKEN audit_read READ
TAGS audit

NODE filtered
DESCRIPTION >
    Of one workspace.
SQL >

    %
    SELECT *
      FROM audit_log
    # a comment of the datafile
    WHERE id = {{ String(id) }}

NODE endpoint
SQL >
SELECT * FROM filtered -- # stays
TYPE endpoint
`;
    expect(parsePipe(text, "endpoints/stream.pipe")).toEqual({
      name: "stream",
      file: "endpoints/stream.pipe",
      description: "Events of one stream",
      tags: ["audit"],
      tokens: [{ name: "audit_read", scope: "READ" }],
      nodes: [
        {
          name: "filtered",
          description: "Of one workspace.",
          sql: "%\nSELECT *\n  FROM audit_log\nWHERE id = {{ String(id) }}",
          type: "standard",
          line: 10,
        },
        {
          name: "endpoint",
          sql: "SELECT * FROM filtered -- # stays",
          type: "endpoint",
          line: 18,
        },
      ],
    });
  });

  test("keeps an indented directive word inside the SQL", () => {
    const { nodes } = parsePipe("NODE n\nSQL >\n  SELECT 1 AS\n  type\n", "p.pipe");
    expect(nodes[0]?.sql).toBe("SELECT 1 AS\ntype");
  });

  test("reads where a materialized node writes", () => {
    const text =
      "NODE n\nSQL >\n  SELECT 1\nTYPE materialized\nDATASOURCE per_day\nDEPLOYMENT_METHOD alter\n";
    expect(parsePipe(text, "p.pipe").nodes[0]).toMatchObject({
      type: "materialized",
      datasource: "per_day",
      deploymentMethod: "alter",
    });
  });

  test.each([
    ["", 1, "Cannot define a pipe as it must have a NODE"],
    ["NODE n", 1, 'Cannot read NODE as node "n" must have SQL'],
    ["NODE n\nSQL SELECT 1", 2, "Cannot read SQL as it must be a block"],
    ["NODE n\nSQL >\nTYPE endpoint", 2, "Cannot read SQL as it must not be empty"],
    ["SQL >\n  SELECT 1", 1, "Cannot read SQL as a NODE must come before it"],
    ["NODE\nSQL >\n  SELECT 1", 1, "Cannot read NODE as it must have a value"],
    ["NODE a-b\nSQL >\n  SELECT 1", 1, "the name of a node must be letters"],
    ["NODE n\nSQL >\n  SELECT 1\nNODE n\nSQL >\n  SELECT 2", 4, 'node "n" must come once'],
    [
      "NODE n\nSQL >\n  SELECT 1\nTYPE table",
      4,
      "one of standard, endpoint, materialized, copy, sink",
    ],
    ["NODE n\nSQL >\n  SELECT 1\nTYPE copy", 1, "must have TARGET_DATASOURCE"],
    ["NODE n\nSQL >\n  SELECT 1\nTYPE sink", 1, "must have EXPORT_CONNECTION_NAME"],
    ["NODE n\nSQL >\n  SELECT 1\nCOPY_MODE append", 4, "only a node of TYPE copy must have it"],
    ["NODE n\nSQL >\n  SELECT 1\nTYPE copy\nTARGET_DATASOURCE d\nMODE all", 6, "append or replace"],
    ["NODE n\nSQL >\n  SELECT 1\nTYPE materialized", 1, "must say its DATASOURCE"],
    ["NODE n\nSQL >\n  SELECT 1\nDATASOURCE x", 4, "only a node of TYPE materialized must have"],
    ["NODE n\nSQL >\n  SELECT 1\nENGINE MergeTree", 4, "it belongs into a .datasource file"],
    ["TOKEN t APPEND", 1, "Cannot read TOKEN as it must be: TOKEN name READ"],
    [
      "NODE a\nSQL >\n  SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n  SELECT 1\nTYPE endpoint",
      8,
      'one node at most must have a type: "a" is endpoint already',
    ],
  ])("refuses %j", (text, line, message) => {
    const error = failure(text);
    expect(error).toMatchObject({ code: "invalid_datafile", file: "stream.pipe", line });
    expect(error.message).toContain(`stream.pipe:${line}: Cannot `);
    expect(error.message).toContain(message);
  });

  test("reads where a copy writes, when and how", () => {
    const copy = (more: string) =>
      parsePipe(`NODE n\nSQL >\n  SELECT 1\nTYPE COPY\nTARGET_DATASOURCE daily\n${more}`, "p.pipe")
        .nodes[0];
    expect(copy("COPY_SCHEDULE 0 1 * * *\nCOPY_MODE replace")).toMatchObject({
      type: "copy",
      copy: { target: "daily", mode: "replace", schedule: "0 1 * * *" },
    });
    expect(copy("MODE replace")?.copy).toEqual({ target: "daily", mode: "replace" });
    expect(copy("")?.copy).toEqual({ target: "daily", mode: "append" });
  });

  test("reads where a sink would export", () => {
    const text = `NODE n
SQL >
  SELECT 1
TYPE sink
EXPORT_SERVICE s3
EXPORT_CONNECTION_NAME my-bucket
EXPORT_SCHEDULE @on-demand
EXPORT_BUCKET_URI s3://bucket
EXPORT_FILE_TEMPLATE "{day}"
EXPORT_FORMAT csv
EXPORT_COMPRESSION gz
EXPORT_STRATEGY @new
`;
    expect(parsePipe(text, "p.pipe").nodes[0]?.sink).toEqual({
      service: "s3",
      connection: "my-bucket",
      schedule: "@on-demand",
      bucketUri: "s3://bucket",
      fileTemplate: "{day}",
      format: "csv",
      compression: "gz",
      strategy: "@new",
    });
  });

  test("never fails with anything but a DatafileError", () => {
    const piece = fc.constantFrom(
      ..."NODE n|SQL >|TYPE|endpoint|\n|\n  | |%|SELECT 1|{{|}}|'|\"|#|>|DATASOURCE d|TOKEN t READ".split(
        "|",
      ),
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parsePipe(text, "p.pipe");
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
    parsePipe(text, "stream.pipe");
  } catch (error) {
    if (error instanceof DatafileError) return error;
  }
  throw new Error(`${JSON.stringify(text)} parses`);
}
