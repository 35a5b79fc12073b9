import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RefusedError, UnreachableError } from "../call-error.ts";
import { QuarantinedError } from "../store-error.ts";
import { type Rows, type Send, sendTogether } from "./send-together.ts";

const rows = (...uids: string[]): Rows => ({ rows: uids.map((uid) => ({ uid })) });
const uidsOf = (sent: readonly Rows[]) =>
  sent.flatMap(({ rows }) => rows.map(({ uid }) => String(uid)));
const refused = () => new RefusedError("append", "no", { status: 400 });

/** A Tinybird that refuses every request with one of these rows in it. */
function refusing(isBad: (uid: string) => boolean) {
  const taken: string[] = [];
  const requests: string[][] = [];
  const ingest: Send<Rows> = async (sent) => {
    requests.push(uidsOf(sent));
    if (uidsOf(sent).some(isBad)) throw refused();
    taken.push(...uidsOf(sent));
  };
  return { taken, requests, ingest };
}

describe("sendTogether", () => {
  test("sends everything at once where nothing fails", async () => {
    const { requests, ingest } = refusing(() => false);
    expect(await sendTogether([rows("a"), rows("b", "c")], ingest)).toEqual([undefined, undefined]);
    expect(requests).toEqual([["a", "b", "c"]]);
  });

  test("tells those alone whose rows are in quarantine", async () => {
    const bad = { uid: "b", columns: ["metadata"], reason: "it is 7" };
    const ingest: Send<Rows> = async () => {
      throw new QuarantinedError("audit_log", [bad], 3);
    };
    const [a, b, c] = await sendTogether([rows("a"), rows("b", "x"), rows("c")], ingest);
    expect([a, c]).toEqual([undefined, undefined]);
    expect(b?.cause).toMatchObject({ code: "quarantined", rows: [bad], acceptedRows: 1 });
  });

  test("tells everybody where it is not known whose rows are in quarantine", async () => {
    const ingest: Send<Rows> = async () => {
      throw new QuarantinedError("audit_log", [{ uid: "", columns: [], reason: "?" }], 1);
    };
    const failures = await sendTogether([rows("a"), rows("b")], ingest);
    expect(failures.map((failure) => failure?.cause)).toEqual([
      expect.any(QuarantinedError),
      expect.any(QuarantinedError),
    ]);
  });

  test("finds the one whose rows are refused, and lets the others in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (count, pick) => {
        const bad = pick % count;
        const { taken, requests, ingest } = refusing((uid) => uid === String(bad));
        const calls = Array.from({ length: count }, (_, uid) => rows(String(uid)));
        const failures = await sendTogether(calls, ingest);
        expect(failures.flatMap((failure, place) => (failure ? [place] : []))).toEqual([bad]);
        expect(new Set(taken).size).toBe(count - 1);
        expect(taken).toHaveLength(count - 1);
        expect(requests.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(count)));
      }),
    );
  });

  test("asks no more than three times where everything is refused", async () => {
    const { requests, ingest } = refusing(() => true);
    const calls = Array.from({ length: 100 }, (_, uid) => rows(String(uid)));
    const failures = await sendTogether(calls, ingest);
    expect(failures.every((failure) => failure?.cause instanceof RefusedError)).toBe(true);
    expect(requests).toHaveLength(3);
  });

  test("never says of rows that were refused that they are in", async () => {
    const bad = fc.uniqueArray(fc.nat(40), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(bad, async (places) => {
        const { taken, ingest } = refusing((uid) => places.includes(Number(uid)));
        const calls = Array.from({ length: 41 }, (_, uid) => rows(String(uid)));
        const failures = await sendTogether(calls, ingest);
        const said = calls.flatMap((call, place) => (failures[place] ? [] : uidsOf([call])));
        expect(said).toEqual(taken.toSorted((a, b) => Number(a) - Number(b)));
      }),
    );
  });

  test("tells everybody of a failure that is nobody's, and asks once", async () => {
    let asked = 0;
    const cause = new UnreachableError("append");
    const ingest: Send<Rows> = async () => {
      asked += 1;
      throw cause;
    };
    expect(await sendTogether([rows("a"), rows("b")], ingest)).toEqual([{ cause }, { cause }]);
    expect(asked).toBe(1);
  });
});
