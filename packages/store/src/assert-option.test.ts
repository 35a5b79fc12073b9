import { AuditError } from "@audit/events";
import { describe, expect, test } from "vitest";
import { AuditLog } from "./audit-log.ts";
import { TinybirdEventStore } from "./tinybird-event-store.ts";
import { zodBirdTransport } from "./zod-bird-transport.ts";

const tb = { buildIngestEndpoint: () => () => ({}), buildPipe: () => () => ({}) };

describe("options", () => {
  test.each<[string, object, string]>([
    ["no client", {}, 'the option "tb" as it must be a Tinybird of @chronark/zod-bird'],
    ["another client", { tb: { fetch } }, 'the option "tb"'],
    ["a limit of 0", { tb, writer: { limits: { eventBytes: 0 } } }, "limits.eventBytes must be"],
    ["a catalog that is a list", { tb, catalog: [] }, 'the option "catalog" as it must be'],
    ["a deadline of 0", { tb, deadlines: { append: 0 } }, 'the option "deadlines.append"'],
    ["a deadline in text", { tb, deadlines: { query: "2s" } }, 'the option "deadlines.query"'],
  ])("names the option of an AuditLog for %s", (_, options, words) => {
    // Safe: what the types forbid is what is tried here.
    const wrong = options as unknown as ConstructorParameters<typeof AuditLog>[0];
    expect(() => new AuditLog(wrong)).toThrow(AuditError);
    expect(() => new AuditLog(wrong)).toThrow(words);
  });

  test("names what is not there at all", async () => {
    // Safe: what the types forbid is what is tried here.
    const nothing = undefined as unknown as ConstructorParameters<typeof AuditLog>[0];
    expect(() => new AuditLog(nothing)).toThrow('the option "options" as it must be an object');
    // Safe: as above, and nothing of the client is called.
    const log = new AuditLog({ tb } as unknown as ConstructorParameters<typeof AuditLog>[0]);
    // @ts-expect-error the parameters are missing
    await expect(log.getAuditLog()).rejects.toThrow('the option "parameters"');
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses a page size of %d", (pageSize) => {
    // Safe: nothing of the client is called.
    const transport = zodBirdTransport(tb as unknown as Parameters<typeof zodBirdTransport>[0]);
    expect(() => new TinybirdEventStore({ transport, pageSize })).toThrow(
      'Cannot use the option "pageSize" as it must be a whole number, at least 1',
    );
  });
});
