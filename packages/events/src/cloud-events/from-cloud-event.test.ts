import { CloudEvent as SdkCloudEvent } from "cloudevents";
import { describe, expect, test } from "vitest";
import { catalog } from "../built-in-catalog.ts";
import { recorded } from "../recorded.fixture.ts";
import { InvalidCloudEventError } from "./cloud-event.ts";
import { fromCloudEvent } from "./from-cloud-event.ts";
import { toCloudEvent } from "./to-cloud-event.ts";

const secret = "s3cret";
const stored = recorded("monitor.down", { region: "gru", message: secret });
const valid = toCloudEvent(catalog.decode(stored));

const refusal = (cloudEvent: unknown): InvalidCloudEventError => {
  try {
    fromCloudEvent(cloudEvent);
  } catch (error) {
    if (error instanceof InvalidCloudEventError) return error;
  }
  throw new Error("the CloudEvent was not refused");
};

describe("fromCloudEvent", () => {
  test.each([null, undefined, "{}", 5, [valid]])("refuses %j", (cloudEvent) => {
    const { message, code } = refusal(cloudEvent);
    expect(message).toBe("Cannot read a CloudEvent as it must be an object");
    expect(code).toBe("invalid_cloud_event");
  });

  test.each<[string, object, string]>([
    ["no id", { id: undefined }, "id must be a text"],
    ["an empty id", { id: "" }, "id must be a text"],
    ["no source", { source: undefined }, 'source must be "/workspaces/" and a percent-encoded'],
    ["another's source", { source: "/sensors/1" }, 'current value is "/sensors/1"'],
    ["two segments as a workspace", { source: "/workspaces/a/b" }, 'source must be "/workspaces/"'],
    ["another text of a workspace", { source: "/workspaces/%61" }, 'source must be "/workspaces/"'],
    ["a broken escape", { source: "/workspaces/%zz" }, 'source must be "/workspaces/"'],
    ["no type", { type: null }, "type must be"],
    [
      "another's type",
      { type: "com.github.push" },
      'type must be "audit.", an action, ".v" and a version: current value is "com.github.push"',
    ],
    ["a type without a version", { type: "audit.monitor.down" }, "type must be"],
    ["a version with a zero in front", { type: "audit.monitor.down.v01" }, "type must be"],
    ["a version past whole numbers", { type: `audit.a.v${"9".repeat(20)}` }, "type must be"],
    ["another specification", { specversion: "0.3" }, 'specversion must be "1.0"'],
    ["no subject", { subject: undefined }, "subject must be a text"],
    ["a bare percent sign", { subject: "disk:50%" }, "percent sign percent-encoded"],
    ["half a character", { subject: "monitor:\ud800" }, "subject must be a text"],
    ["no time", { time: undefined }, "time must be a time of RFC 3339"],
    ["a time that is no date", { time: "yesterday" }, 'current value is "yesterday"'],
    ["a day that there is not", { time: "2025-02-30T00:00:00Z" }, "time must be"],
    ["a recorded time that is a number", { recordedtime: 5 }, "recordedtime must be"],
    ["a correlation that is no text", { correlationid: {} }, "correlationid must be a text"],
    ["no data", { data: undefined }, "data must be a JSON object"],
    ["data that is text", { data: secret }, "data must be a JSON object"],
    ["data that is a list", { data: [secret] }, "data must be a JSON object"],
    ["data in base64", { data_base64: "czNjcmV0" }, "data_base64 must not be there"],
    ["bytes", new SdkCloudEvent({ ...valid, data: new Uint8Array(2) }), "data_base64 must not be"],
  ])("refuses %s", (_, change, words) => {
    const { message } = refusal({ ...valid, ...change });
    expect(message).toContain(words);
    expect(message).not.toContain(secret);
  });

  test.each<[string, object, string]>([
    ["no metadata", { metadata: undefined }, "data.metadata must be there"],
    ["a date", { metadata: { at: new Date() } }, "data.metadata.at must be JSON: it is a Date"],
    ["a function in context", { context: { ip: () => 1 } }, "data.context.ip must be JSON"],
    ["an actor without an id", { actor: { name: secret } }, "data.actor must be an object with"],
    ["targets that are none", { targets: [secret] }, "data.targets must be a list of objects"],
    ["an outcome that is no text", { outcome: [secret] }, "data.outcome must be a string"],
    ["half a character", { writer: "\udfff" }, "data.writer must be well-formed Unicode"],
    ["a context that is a list", { context: [secret] }, "data.context must be an object"],
    ["no copy", { copies: 0 }, "data.copies must be at least 1"],
    ["half a copy", { copies: 1.5 }, "data.copies must be a whole number"],
    ["a text for a number", { sequence: secret }, "data.sequence must be a whole number"],
    [
      "a delivery that is none",
      { otherDeliveries: [{ writer: 5 }] },
      "data.otherDeliveries.0.writer must be a string",
    ],
    ["deliveries that are no list", { otherDeliveries: secret }, "otherDeliveries must be a list"],
    ["a raw that is text", { raw: secret }, "data.raw must be an object"],
    ["an extra without a path", { extra: [{ path: [], value: 1 }] }, "extra.0.path must not be"],
    ["an extra with an odd path", { extra: [{ path: [{}] }] }, "data.extra.0.path.0 must be a key"],
    [
      "an extra for a key that is taken",
      { extra: [{ path: ["region"], value: secret }] },
      "data.extra.0.path must lead to a free key of metadata",
    ],
    [
      "an extra on the way to nowhere",
      { extra: [{ path: ["constructor", "prototype", "x"], value: secret }] },
      "data.extra.0.path must lead to a free key of metadata",
    ],
    ["another time", { timestamp: 5 }, "data.timestamp must be the time that its attribute says"],
    ["another recording", { recordedAt: 5 }, "data.recordedAt must be the time"],
  ])("refuses data with %s", (_, change, words) => {
    const { message } = refusal({ ...valid, data: { ...valid.data, ...change } });
    expect(message).toContain(words);
    expect(message).not.toContain(secret);
  });

  test("lists all problems at once, with their paths", () => {
    const data = { metadata: { at: Number.NaN } };
    const { problems } = refusal({ ...valid, id: 5, time: "", data });
    expect(problems.map(({ path }) => path)).toEqual(["id", "time", "data.metadata.at"]);
  });

  test("takes what another program wrote: no more than CloudEvents asks, and metadata", () => {
    const cloudEvent = {
      specversion: "1.0",
      id: "u1",
      source: "/workspaces/",
      type: "audit.monitor.down.v1",
      subject: "monitor:1",
      time: "2023-11-14t23:13:20.0009+01:00",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      correlationid: null,
      data: { metadata: { region: "gru" }, color: "red" },
    };
    const { writer: _w, sequence: _s, previous: _p, ...bare } = recorded("monitor.down", {});
    expect(fromCloudEvent(cloudEvent)).toStrictEqual({
      ...bare,
      metadata: { region: "gru" },
      recordedAt: bare.timestamp,
    });
  });

  test("reads actor, writer and number from data alone", () => {
    const other = { ...valid, actorid: "eve", actortype: "user", writer: "w9", sequence: "x" };
    expect(fromCloudEvent(other)).toStrictEqual(stored);
  });

  test("reads under the options that it was written with, and no others", () => {
    const own = { typePrefix: "com.example", sourcePrefix: "urn:example:" };
    const cloudEvent = toCloudEvent(catalog.decode(stored), own);
    expect(fromCloudEvent(cloudEvent, own)).toStrictEqual(stored);
    expect(refusal(cloudEvent).problems.map(({ path }) => path)).toEqual(["source", "type"]);
  });

  test("gives a copy that shares nothing, and keeps __proto__ a key", () => {
    const metadata: unknown = JSON.parse('{"region":"gru","a":{"__proto__":{"polluted":true}}}');
    const extra = [{ path: ["__proto__"], value: { polluted: true } }];
    const event = fromCloudEvent({ ...valid, data: { metadata, extra } });
    expect(JSON.stringify(event.metadata)).toContain('"a":{"__proto__":');
    expect(Object.getPrototypeOf(event.metadata)).toBe(Object.prototype);
    expect(Object.hasOwn(Object(event.metadata), "__proto__")).toBe(true);
    expect(Object.hasOwn(Object(metadata), "__proto__")).toBe(false);
  });

  test("takes metadata that nests as deep as a draft's may", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 99; level++) deep = { deep };
    for (const action of ["monitor.update", "monitor.exploded"]) {
      const deepest = recorded(action, { changes: [{ field: "a", to: 1 }], deep });
      const { metadata } = fromCloudEvent(toCloudEvent(catalog.decode(deepest)));
      expect(metadata).toEqual(deepest.metadata);
    }
  });
});
