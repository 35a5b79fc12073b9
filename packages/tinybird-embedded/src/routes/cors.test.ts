import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

const page = "https://app.example.com";
let tinybird: Tinybird;
beforeAll(async () => {
  tinybird = await startTinybird({ project: shop, cors: [page] });
});
afterAll(() => tinybird?.stop());

const path = "/v0/pipes/all_orders.json";
const preflight = (url: string, origin: string) =>
  fetch(`${url}${path}`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
    },
  });

describe("cors", () => {
  test("lets pages of a named origin call the server, errors included", async () => {
    const asked = await preflight(tinybird.url, page);
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(page);
    expect(asked.headers.get("access-control-allow-headers")).toContain("authorization");
    for (const [token, status] of [
      [tinybird.token, 200],
      ["wrong", 403],
    ] as const) {
      const answer = await fetch(`${tinybird.url}${path}?token=${token}`, {
        headers: { origin: page },
      });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("access-control-allow-origin")).toBe(page);
    }
  });

  test.each(["https://app.example.com.evil.example", "http://app.example.com", "null"])(
    "lets no page of %s",
    async (origin) => {
      for (const answer of [
        await preflight(tinybird.url, origin),
        await fetch(`${tinybird.url}${path}?token=${tinybird.token}`, { headers: { origin } }),
      ]) {
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      }
    },
  );

  test("is off unless an origin is named", async () => {
    const closed = await startTinybird({ project: shop });
    onTestFinished(() => closed.stop());
    const asked = await preflight(closed.url, page);
    expect(asked.status).toBe(405);
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  });
});
