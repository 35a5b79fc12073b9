import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidOptionError } from "../assert-option.ts";
import type { CallError, Fate } from "../call-error.ts";
import type { CallOptions, IngestAnswer, QueryParameters, Transport } from "../transport.ts";
import type { FetchTransportOptions } from "./fetch-options.ts";
import { fetchTransport } from "./fetch-transport.ts";

const good = { url: "https://api.tinybird.co", token: "p.s3cret" };

describe("the options of fetchTransport", () => {
  test.each<[string, object, string]>([
    ["no url", { url: undefined }, "url"],
    ["no scheme", { url: "api.tinybird.co" }, "url"],
    ["another scheme", { url: "ftp://api.tinybird.co" }, "url"],
    ["a user", { url: "https://s3cret@api.tinybird.co" }, "url"],
    ["a password", { url: "https://:s3cret@api.tinybird.co" }, "url"],
    ["a query", { url: "https://api.tinybird.co?token=s3cret" }, "url"],
    ["an empty query", { url: "https://api.tinybird.co?" }, "url"],
    ["a hash", { url: "https://api.tinybird.co/#s3cret" }, "url"],
    ["no token", { token: undefined }, "token"],
    ["an empty token", { token: "" }, "token"],
    ["a token with a line break", { token: "s3cret\n" }, "token"],
    ["a token with a header after it", { token: "s3cret\r\nx: y" }, "token"],
    ["a token of another alphabet", { token: "s3crét" }, "token"],
    ["retries below 0", { retries: -1 }, "retries"],
    ["half a retry", { retries: 0.5 }, "retries"],
    ["a deadline of 0", { deadlines: { append: 0 } }, "deadlines.append"],
    ["deadlines that are a number", { deadlines: 5 }, "deadlines"],
    ["a time of a try in text", { tryTimeouts: { query: "5" } }, "tryTimeouts.query"],
    ["no requests at all", { requestsPerSecond: 0 }, "requestsPerSecond"],
    ["requests that are no number", { requestsPerSecond: Number.NaN }, "requestsPerSecond"],
    ["a clock that does not sleep", { clock: { now: Date.now } }, "clock"],
    ["a random number", { random: 4 }, "random"],
  ])("are refused with %s", (_, wrong, option) => {
    // Safe: what the types forbid is what is tried here.
    const options = { ...good, ...wrong } as unknown as FetchTransportOptions;
    const make = () => fetchTransport(options);
    expect(make).toThrow(InvalidOptionError);
    expect(make).toThrow(`Cannot use the option "${option}"`);
    expect(make).not.toThrow(/s3cr/);
  });

  test("are refused when there are none", () => {
    // @ts-expect-error the options are missing
    expect(() => fetchTransport()).toThrow('the option "options"');
  });

  test("may be left out but for two", () => {
    expect(fetchTransport(good)).toMatchObject({ ingest: expect.any(Function) });
    // @ts-expect-error the token is missing
    expect(() => fetchTransport({ url: good.url })).toThrow('"token"');
    // @ts-expect-error the url is missing
    expect(() => fetchTransport({ token: good.token })).toThrow('"url"');
  });
});

describe("types", () => {
  test("of a call take a signal, and of a transport need none", () => {
    expectTypeOf(fetchTransport).returns.toEqualTypeOf<Transport>();
    expectTypeOf<Parameters<Transport["ingest"]>[2]>().toEqualTypeOf<CallOptions | undefined>();
    expectTypeOf<CallOptions["signal"]>().toEqualTypeOf<AbortSignal | undefined>();
    const older = {
      ingest: async (_: string, __: readonly object[]): Promise<IngestAnswer> => ({
        successfulRows: 0,
        quarantinedRows: 0,
      }),
      query: async (_: string, __: QueryParameters): Promise<readonly unknown[]> => [],
    };
    expectTypeOf(older).toExtend<Transport>();
  });

  test("of an error tell what is known", () => {
    expectTypeOf<CallError["fate"]>().toEqualTypeOf<Fate>();
    expectTypeOf<Fate>().toEqualTypeOf<"not_done" | "unknown">();
    expectTypeOf<CallError["status"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<CallError["retryAfter"]>().toEqualTypeOf<number | undefined>();
  });
});
