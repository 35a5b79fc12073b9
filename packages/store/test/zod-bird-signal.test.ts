import { zodBirdTransport } from "@audit/store";
import { Tinybird } from "@chronark/zod-bird";
import { afterEach, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import { closeServers, keepSilent, serve } from "./faulty-server.ts";

afterEach(closeServers);
const reason = new Error("the user left");

describe("zodBirdTransport", () => {
  test("does not begin with a signal that is aborted", async () => {
    const { url, seen } = await serve(keepSilent);
    const transport = zodBirdTransport(new Tinybird({ token: "t", baseUrl: url }));
    const signal = AbortSignal.abort(reason);
    const expected = { code: "aborted", fate: "not_done", cause: reason };
    expect(await callFailure(transport.ingest("a", [{}], { signal }))).toMatchObject(expected);
    expect(await callFailure(transport.query("a", {}, { signal }))).toMatchObject(expected);
    expect(seen).toEqual([]);
  });

  test("rejects as soon as a signal is aborted", async () => {
    const { url, seen } = await serve(keepSilent);
    const transport = zodBirdTransport(new Tinybird({ token: "t", baseUrl: url }));
    const controller = new AbortController();
    const { signal } = controller;
    const failed = callFailure(transport.ingest("a", [{}], { signal }));
    await expect.poll(() => seen.length).toBe(1);
    controller.abort(reason);
    expect(await failed).toMatchObject({ code: "aborted", fate: "unknown", cause: reason });
  });
});
