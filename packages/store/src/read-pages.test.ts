import type { RecordedEvent } from "@audit/events";
import { describe, expect, test } from "vitest";
import type { Standing } from "./page/page-of-rows.ts";
import { type PageOfFacts, readPages } from "./read-pages.ts";

const placed = (timestamp: string, uid: string): Standing => ({
  id: "monitor:1",
  timestamp,
  uid,
  event: {
    workspaceId: "",
    id: "monitor:1",
    uid,
    action: "monitor.delete",
    version: 1,
    metadata: {},
    timestamp: Number(timestamp),
    recordedAt: 1,
    actor: { id: "", name: "system", type: "system" },
    targets: [],
    outcome: "success",
    context: {},
    copies: 1,
  } satisfies RecordedEvent,
});

async function collect(pages: AsyncIterable<PageOfFacts>): Promise<string[]> {
  const uids: string[] = [];
  for await (const page of pages)
    for (const { facts } of page) uids.push(...facts.map(({ uid, copies }) => `${uid}x${copies}`));
  return uids;
}

describe("readPages", () => {
  const base = 2n ** 60n;
  const stream = Array.from({ length: 40 }, (_, index) =>
    // Steps that a number does not hold, each event twice.
    placed(String(base + BigInt(index >> 1)), `u${String(index >> 1).padStart(2, "0")}`),
  );

  test.each([1, 2, 3, 5, 7, 39, 40, 41])("gives each event once with pages of %d", async (size) => {
    const pages = readPages(
      async (after, count) => {
        const from = stream.findIndex(
          ({ timestamp }) => after === undefined || BigInt(timestamp) > BigInt(after.timestamp),
        );
        return from === -1 ? [] : stream.slice(from, from + count);
      },
      { pageSize: size },
    );
    expect(await collect(pages)).toEqual(
      Array.from({ length: 20 }, (_, index) => `u${String(index).padStart(2, "0")}x2`),
    );
  });

  test("ends with an error where a server gives the same page again and again", async () => {
    const same = [placed("1", "a"), placed("2", "b")];
    await expect(collect(readPages(async () => same, { pageSize: 2 }))).rejects.toMatchObject({
      code: "unexpected_answer",
    });
    await expect(collect(readPages(async () => same, { pageSize: 1 }))).rejects.toMatchObject({
      code: "unexpected_answer",
    });
  });

  /** Gives three pages of three events, with each fetch to be let go by hand. */
  function byHand(paging: { atMost?: number; signal?: AbortSignal } = {}) {
    const all = Array.from({ length: 8 }, (_, index) => placed(`${index + 1}`, `u${index + 1}`));
    const fetches: { readonly signal: AbortSignal; fail(error: Error): void; give(): void }[] = [];
    const pages = readPages(
      (after, size, signal) =>
        new Promise((resolve, reject) => {
          const from = Number(after?.timestamp ?? 0);
          const give = () => resolve(all.slice(from, from + size));
          fetches.push({ signal, fail: reject, give });
          if (fetches.length === 1) give();
        }),
      { pageSize: 4, ...paging },
    );
    const take = (page: PageOfFacts, count: number) => {
      let taken = 0;
      for (const _ of page) if (++taken === count) return;
    };
    const nextPage = async () => {
      const { done, value } = await pages.next();
      if (done) throw new Error("there is another page");
      return value;
    };
    return { pages, fetches, take, nextPage };
  }

  test("fetches the next page, and no other, from the second place of a page on", async () => {
    const { fetches, nextPage } = byHand();
    const seen: number[] = [];
    for (const _ of await nextPage()) seen.push(fetches.length);
    fetches[1]?.give();
    for (const _ of await nextPage()) seen.push(fetches.length);
    expect(seen).toEqual([1, 2, 2, 2, 3, 3]);
  });

  test("tells what is wrong with the next page after all of this one", async () => {
    const { pages, fetches, nextPage } = byHand();
    const given: string[] = [];
    for (const { facts } of await nextPage()) {
      given.push(...facts.map(({ uid }) => uid));
      fetches[1]?.fail(new Error("no next page"));
      await Promise.resolve();
    }
    expect(given).toEqual(["u1", "u2", "u3"]);
    await expect(pages.next()).rejects.toThrow("no next page");
  });

  test("ends the fetch of the next page when the reader leaves, and does not hear how", async () => {
    const { pages, fetches, take, nextPage } = byHand();
    take(await nextPage(), 2);
    expect(fetches[1]?.signal.aborted).toBe(false);
    await pages.return();
    expect(fetches[1]?.signal.aborted).toBe(true);
    fetches[1]?.fail(new Error("nobody hears this"));
  });

  test("ends the fetch of the next page with the reason of the signal", async () => {
    const controller = new AbortController();
    const { pages, fetches, take, nextPage } = byHand({ signal: controller.signal });
    take(await nextPage(), 2);
    controller.abort("enough");
    expect(fetches[1]?.signal.reason).toBe("enough");
    await expect(pages.next()).rejects.toBe("enough");
  });

  test.each([
    [3, 1],
    [4, 2],
  ])("of %d places wanted of pages of three, fetches %d pages", async (atMost, count) => {
    const { fetches, take, nextPage } = byHand({ atMost });
    take(await nextPage(), 3);
    expect(fetches).toHaveLength(count);
  });
});
