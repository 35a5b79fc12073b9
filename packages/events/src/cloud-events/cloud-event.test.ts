import { HTTP, CloudEvent as SdkCloudEvent } from "cloudevents";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyEvent, understoodEvent } from "../arbitrary-event.fixture.ts";
import { catalog } from "../built-in-catalog.ts";
import type { AuditEvent } from "../catalog.ts";
import type { RecordedEvent } from "../event.ts";
import { recorded } from "../recorded.fixture.ts";
import type { CloudEvent, CloudEventOptions } from "./cloud-event.ts";
import { fromCloudEvent } from "./from-cloud-event.ts";
import { toCloudEvent } from "./to-cloud-event.ts";

const own: CloudEventOptions = {
  typePrefix: "com.example.audit",
  sourcePrefix: "https://example.com/workspaces/",
  schemaPrefix: "https://example.com/schemas/",
};
const options = fc.constantFrom<CloudEventOptions>({}, own);
const either = fc.oneof(understoodEvent, anyEvent);

/** What is left of an event once it went out: it was recorded as it went out. */
function sent(event: AuditEvent): AuditEvent {
  if (!event.known) return event;
  const { extra, ...rest } = event;
  const sameVersion = event.recordedVersion === event.version;
  return {
    ...rest,
    recordedAction: event.action,
    recordedVersion: event.version,
    ...(sameVersion && extra !== undefined ? { extra } : {}),
  };
}

const back = (cloudEvent: unknown, given: CloudEventOptions = {}) =>
  catalog.decode(fromCloudEvent(cloudEvent, given));

/** Gives it as it comes out at the other end of the wire, in both modes of the official SDK. */
function delivered(cloudEvent: CloudEvent): unknown[] {
  const strict = new SdkCloudEvent(cloudEvent);
  expect(strict.validate()).toBe(true);
  return [HTTP.structured(strict), HTTP.binary(strict)].map((message) => HTTP.toEvent(message));
}

describe("CloudEvent", () => {
  test("gives back any event that was understood", () => {
    fc.assert(
      fc.property(understoodEvent, options, (stored, given) => {
        const event = catalog.decode(stored);
        expect(event.known).toBe(true);
        expect(back(toCloudEvent(event, given), given)).toStrictEqual(sent(event));
      }),
      { numRuns: 400 },
    );
  });

  test("gives back any event that was not, with what the store holds", () => {
    fc.assert(
      fc.property(anyEvent, options, (stored, given) => {
        const event = catalog.decode(stored);
        expect(back(toCloudEvent(event, given), given)).toStrictEqual(sent(event));
      }),
      { numRuns: 400 },
    );
  });

  test("gives back a recorded event in its latest version to the letter", () => {
    fc.assert(
      fc.property(understoodEvent, (stored) => {
        const action = catalog.find(stored.action);
        fc.pre(action?.name === stored.action && action.latest === stored.version);
        expect(fromCloudEvent(toCloudEvent(catalog.decode(stored)))).toStrictEqual(stored);
      }),
    );
  });

  test("is valid to the official SDK, and comes through both of its HTTP modes", () => {
    fc.assert(
      fc.property(either, options, (stored, given) => {
        const event = catalog.decode(stored);
        for (const other of delivered(toCloudEvent(event, given)))
          expect(back(other, given)).toStrictEqual(sent(event));
      }),
      { numRuns: 300 },
    );
  });

  test("has attributes as CloudEvents asks: short lower-case names, texts without control characters", () => {
    fc.assert(
      fc.property(either, options, (stored, given) => {
        const { data: _, ...attributes } = toCloudEvent(catalog.decode(stored), given);
        for (const [name, value] of Object.entries(attributes)) {
          expect(name).toMatch(/^[a-z0-9]{1,20}$/);
          expect(value).not.toMatch(/^$|\p{Cc}|\p{Noncharacter_Code_Point}|\p{Cs}/u);
        }
      }),
    );
  });

  test("has an attribute of its own for each workspace, uid, action and version", () => {
    const different = fc
      .tuple(either, either)
      .filter(([a, b]) => JSON.stringify(identity(a)) !== JSON.stringify(identity(b)));
    fc.assert(
      fc.property(different, ([a, b]) => {
        const [left, right] = [a, b].map((stored) => {
          const { id, source, type } = toCloudEvent(catalog.decode(stored));
          return JSON.stringify([id, source, type]);
        });
        expect(left).not.toBe(right);
      }),
    );
  });

  test("goes round as the same fact", () => {
    const row = { metadata: "{}", recorded_at: 5 };
    const event = catalog.decode(recorded("monitor.exploded", {}, { raw: row }));
    const once = back(toCloudEvent(event));
    expect(back(toCloudEvent(once))).toStrictEqual(once);
  });
});

/** What `source`, `id` and `type` say, once a known event has its name of today. */
function identity(stored: RecordedEvent): unknown[] {
  const event = catalog.decode(stored);
  const what = event.known
    ? [event.action, event.version]
    : [event.recordedAction, event.recordedVersion];
  return [event.uid, event.workspaceId, ...what];
}
