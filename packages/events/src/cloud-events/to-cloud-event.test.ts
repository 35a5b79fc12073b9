import { CloudEvent as SdkCloudEvent } from "cloudevents";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "../action.ts";
import { catalog } from "../built-in-catalog.ts";
import { defineCatalog } from "../catalog.ts";
import { recorded } from "../recorded.fixture.ts";
import { InvalidCloudEventError } from "./cloud-event.ts";
import { fromCloudEvent } from "./from-cloud-event.ts";
import { toCloudEvent } from "./to-cloud-event.ts";

const down = recorded(
  "monitor.failed",
  { region: "gru", statusCode: 400 },
  {
    workspaceId: "acme & co",
    timestamp: 1_750_000_000_123,
    recordedAt: 1_750_000_000_500,
    actor: { id: "u1", name: "Ada", type: "user" },
    context: { ip: "203.0.113.7" },
    correlationId: "req-1",
    causationId: "u0",
    sequence: 42,
  },
);
const write = (stored = down, options = {}) => toCloudEvent(catalog.decode(stored), options);

describe("toCloudEvent", () => {
  test("says opaque ids and times in attributes, and everything else in data", () => {
    expect(write()).toEqual({
      specversion: "1.0",
      id: "u1",
      source: "/workspaces/acme%20%26%20co",
      type: "audit.monitor.down.v1",
      subject: "monitor:1",
      time: "2025-06-15T15:06:40.123Z",
      datacontenttype: "application/json",
      recordedtime: "2025-06-15T15:06:40.500Z",
      correlationid: "req-1",
      causationid: "u0",
      writer: "w1",
      sequence: "0000000000000042",
      actortype: "user",
      actorid: "u1",
      data: {
        metadata: { region: "gru", statusCode: 400 },
        actor: { id: "u1", name: "Ada", type: "user" },
        targets: [],
        outcome: "success",
        context: { ip: "203.0.113.7" },
        writer: "w1",
        sequence: 42,
        previous: 0,
        copies: 1,
        recordedAs: { action: "monitor.failed", version: 1 },
      },
    });
  });

  test("names type, source and schema as its options say, and nobody else's domain", () => {
    const options = {
      typePrefix: "com.example",
      sourcePrefix: "urn:example:workspace:",
      schemaPrefix: "https://example.com/schemas/",
    };
    expect(write(down, options)).toMatchObject({
      type: "com.example.monitor.down.v1",
      source: "urn:example:workspace:acme%20%26%20co",
      dataschema: "https://example.com/schemas/monitor.down.v1",
    });
    expect(write()).not.toHaveProperty("dataschema");
  });

  test("writes an event of before in the latest version, the one whose schema there is", () => {
    const created = recorded("incident.created", { incidentId: 7, note: "by hand" });
    const cloudEvent = write(created, { schemaPrefix: "https://example.com/" });
    expect(cloudEvent).toMatchObject({
      type: "audit.incident.create.v2",
      dataschema: "https://example.com/incident.create.v2",
      data: {
        metadata: { title: "Incident 7", severity: "major", monitors: [] },
        recordedAs: { action: "incident.created", version: 1 },
        extra: [{ path: ["note"], value: "by hand" }],
      },
    });
    expect(fromCloudEvent(cloudEvent).metadata).toEqual(cloudEvent.data.metadata);
  });

  test("keeps keys that a schema does not know out of metadata, and puts them back when it reads", () => {
    const nested = defineAction("site.move").version(
      1,
      z.strictObject({ hosts: z.array(z.strictObject({ name: z.string() })) }),
    );
    const sites = defineCatalog([nested]);
    const metadata = { hosts: [{ name: "a" }, { name: "b", rack: 4 }] };
    const cloudEvent = toCloudEvent(sites.decode(recorded("site.move", metadata)));
    expect(cloudEvent.data.metadata).toEqual({ hosts: [{ name: "a" }, { name: "b" }] });
    expect(fromCloudEvent(cloudEvent).metadata).toEqual(metadata);
  });

  test("writes an unknown event as it was stored, without a schema", () => {
    const raw = { metadata: '{"a":1}', targets: "[" };
    const stored = recorded("monitor.exploded", { a: 1 }, { version: 7, raw });
    const cloudEvent = write(stored, { schemaPrefix: "https://example.com/" });
    expect(cloudEvent).toMatchObject({
      type: "audit.monitor.exploded.v7",
      data: { metadata: { a: 1 }, raw },
    });
    expect(cloudEvent).not.toHaveProperty("dataschema");
    const broken = [{ field: "targets", must: "be JSON" }];
    expect(write({ ...stored, broken }).data).toMatchObject({ broken, raw });
  });

  test("has nothing for CloudEvents to refuse in the hostile workspace, entity and action", () => {
    const hostile = { workspaceId: "../x?\n", id: "monitor:\u0000%", uid: "", version: -3 };
    const cloudEvent = write(recorded("a.v1\r\nce-id: x", {}, hostile));
    expect(cloudEvent).toMatchObject({
      source: "/workspaces/..%2Fx%3F%0A",
      subject: "monitor:%00%25",
      id: "%",
      type: "audit.a.v1%0D%0Ace-id%3A%20x.v-3",
    });
    expect(new SdkCloudEvent(cloudEvent).validate()).toBe(true);
    expect(fromCloudEvent(cloudEvent)).toMatchObject(hostile);
  });

  test("cuts a time that RFC 3339 has no year for, and says it in data", () => {
    const far = recorded(
      "monitor.delete",
      {},
      { timestamp: 1_750_000_000_123_000, recordedAt: -1e15 },
    );
    const cloudEvent = write(far);
    expect(cloudEvent.time).toBe("9999-12-31T23:59:59.999Z");
    expect(cloudEvent.recordedtime).toBe("0000-01-01T00:00:00.000Z");
    expect(fromCloudEvent(cloudEvent)).toEqual(far);
  });

  test("refuses what no store holds, naming the fields", () => {
    const broken = recorded("monitor.delete", {}, { id: "monitor:\ud800", timestamp: 1.5 });
    expect(() => write(broken)).toThrow(InvalidCloudEventError);
    expect(() => write(broken)).toThrow(
      "Cannot write a CloudEvent as id must be well-formed Unicode; timestamp must be a whole number: current value is 1.5",
    );
  });

  test.each([
    ["typePrefix", "audit."],
    ["sourcePrefix", ""],
    ["sourcePrefix", "a b"],
    ["schemaPrefix", "/schemas/"],
  ])("refuses the %s %j", (option, prefix) => {
    expect(() => write(down, { [option]: prefix })).toThrow(`options.${option} must be`);
  });
});
