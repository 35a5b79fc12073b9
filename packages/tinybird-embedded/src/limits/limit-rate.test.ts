import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let limited: Tinybird;
let unlimited: Tinybird;
beforeAll(async () => {
  limited = await startTinybird({ project: shop, requestsPerSecond: 3, bodyLimit: 1_000 });
  unlimited = await startTinybird({ project: shop });
});
afterAll(() => Promise.all([limited?.stop(), unlimited?.stop()]));

const row = '{"id":"a"}';

async function post(server: Tinybird, name: string, body = row, token = server.token) {
  const headers = { authorization: `Bearer ${token}` };
  const url = `${server.url}/v0/events?name=${name}&wait=true`;
  const response = await fetch(url, { method: "POST", body, headers });
  const rate = ["limit", "remaining", "reset"].map((part) =>
    response.headers.get(`x-ratelimit-${part}`),
  );
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, json: await response.json(), rate, retryAfter };
}

const none = [null, null, null];

/** Many at once, so that they fall into one window and some are refused. */
const burst = (send: () => ReturnType<typeof post>) =>
  Promise.all(Array.from({ length: 20 }, send));

describe("POST /v0/events with requestsPerSecond", () => {
  test("answers so many a second, the others with 429, and says when to come again", async () => {
    const answers = await burst(() => post(limited, "orders"));
    const taken = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(taken.length + refused.length).toBe(20);
    expect(refused.length).toBeGreaterThan(0);
    expect(taken.slice(0, 3).map(({ rate }) => rate)).toEqual(
      expect.arrayContaining(["2", "1", "0"].map((remaining) => ["3", remaining, "1"])),
    );
    for (const { retryAfter } of taken) expect(retryAfter).toBeNull();
    for (const { rate, retryAfter, json } of refused) {
      expect({ rate, retryAfter }).toEqual({ rate: ["3", "0", "1"], retryAfter: "1" });
      expect(json).toMatchObject({
        error: 'Cannot take more requests for "orders" as it may have 3 a second',
      });
    }
    await expect
      .poll(async () => (await post(limited, "orders")).status, { timeout: 5_000, interval: 100 })
      .toBe(200);
  });

  test("says what is left on answers that refuse the body, too", async () => {
    await expect
      .poll(async () => post(limited, "orders", ""), { timeout: 5_000, interval: 400 })
      .toMatchObject({ status: 400, rate: ["3", expect.stringMatching(/^[012]$/), "1"] });
    await expect
      .poll(async () => post(limited, "orders", row.repeat(200)), {
        timeout: 5_000,
        interval: 400,
      })
      .toMatchObject({ status: 413, rate: ["3", expect.stringMatching(/^[012]$/), "1"] });
  });

  test("counts nothing of who may not append, nor of what is not there", async () => {
    const others = [
      () => post(limited, "orders", row, "wrong-token"),
      () => post(limited, "orders", row, limited.tokens.shop_reader),
      () => post(limited, "nowhere"),
    ];
    for (const other of others) {
      for (const { status, rate } of await burst(other)) {
        expect([403, 404]).toContain(status);
        expect(rate).toEqual(none);
      }
    }
    // The windows of what came before must be over, and none have begun since.
    await expect
      .poll(async () => (await post(limited, "orders")).rate, { timeout: 5_000, interval: 1_100 })
      .toEqual(["3", "2", "1"]);
    for (const { status, rate } of await burst(() => post(limited, "orders", row, "wrong-token")))
      expect({ status, rate }).toEqual({ status: 403, rate: none });
  });
});

describe("POST /v0/events without requestsPerSecond", () => {
  test("refuses nobody, and has no such headers", async () => {
    for (const { status, rate, retryAfter } of await burst(() => post(unlimited, "orders"))) {
      expect({ status, rate, retryAfter }).toEqual({ status: 200, rate: none, retryAfter: null });
    }
  });
});
