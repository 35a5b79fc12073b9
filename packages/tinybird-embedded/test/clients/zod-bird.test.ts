import { Tinybird as ZodBird } from "@chronark/zod-bird";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startTinybird, type Tinybird } from "../../src/index.ts";
import { vault } from "../vault.ts";

let tinybird: Tinybird;

beforeAll(async () => {
  tinybird = await startTinybird({ project: vault });
});
afterAll(() => tinybird?.stop());

const order = z.object({ id: z.string(), amount: z.number() });

function birdOf({ url, token }: Pick<Tinybird, "url" | "token">) {
  const bird = new ZodBird({ baseUrl: url, token });
  return {
    ingest: bird.buildIngestEndpoint({ datasource: "orders", event: order, wait: true }),
    send: bird.buildIngestEndpoint({ datasource: "orders", event: order }),
    small: bird.buildPipe({
      pipe: "small",
      parameters: z.object({ below: z.number().optional() }),
      data: order,
    }),
    nowhere: bird.buildPipe({ pipe: "nowhere", data: order }),
    missing: bird.buildIngestEndpoint({ datasource: "nowhere", event: order }),
  };
}

describe("@chronark/zod-bird", () => {
  test("ingests one row and several, and asks a typed pipe", async () => {
    const { ingest, send, small } = birdOf(tinybird);
    expect(await ingest({ id: "a", amount: 1 })).toEqual({
      successful_rows: 1,
      quarantined_rows: 0,
    });
    const more = [2, 3].map((amount) => ({ id: `${amount}`, amount }));
    expect(await send(more)).toEqual({ successful_rows: 2, quarantined_rows: 0 });
    await expect
      .poll(async () => (await small({ below: 10 })).data.map(({ amount }) => amount))
      .toEqual([2, 3, 1]);
    expect(await small({ below: 2 })).toMatchObject({ rows: 1, data: [{ id: "a", amount: 1 }] });
  });

  test("gets the text of an error", async () => {
    const { nowhere, missing } = birdOf(tinybird);
    await expect(nowhere({})).rejects.toThrow('The pipe "nowhere" does not exist');
    await expect(missing({ id: "a", amount: 1 })).rejects.toThrow(
      'Data source "nowhere" does not exist',
    );
  });

  test("gets a 403 as what it calls it", async () => {
    const { ingest, small } = birdOf({ ...tinybird, token: "none" });
    await expect(ingest({ id: "a", amount: 1 })).rejects.toThrow("Unauthorized");
    await expect(small({})).rejects.toThrow("Unauthorized");
  });

  test("tries again after a 429, and gets its row in once", async () => {
    const limited = await startTinybird({ project: vault, requestsPerSecond: 1 });
    onTestFinished(() => limited.stop());
    const { ingest, small } = birdOf(limited);
    await Promise.all(["a", "b"].map((id) => ingest({ id, amount: 1 })));
    expect((await small({})).data.map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
