import { inspect } from "node:util";
import { fetchTransport, RefusedError } from "@audit/store";
import { afterEach, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import { answer, type Behaviour, closeServers, reset, serve } from "./faulty-server.ts";

const token = "p.s3cret-token";
const row = { uid: "row-s3cret", metadata: '{"password":"metadata-s3cret"}' };
const parameters = { event_id: "parameter-s3cret" };
afterEach(closeServers);

async function asking(behaviour: Behaviour) {
  const { url, seen } = await serve(behaviour);
  // What is asked here is not how long a busy machine takes to read megabytes.
  const deadlines = { append: 60_000, query: 60_000 };
  const transport = fetchTransport({ url, token, retries: 0, deadlines });
  return {
    seen,
    append: () => callFailure(transport.ingest("audit_log", [row])),
    query: () => callFailure(transport.query("pipe", parameters)),
  };
}

const large = String(200_000_000);
const endless: Behaviour = (_, response) => {
  const chunk = Buffer.alloc(4_000_000, " ");
  const more = () => response.destroyed || response.write(chunk, more);
  response.writeHead(200);
  more();
};

describe("fetchTransport", () => {
  test.each<[string, Behaviour]>([
    ["nothing", answer(200, "")],
    ["HTML", answer(200, "<html>it works</html>", { "content-type": "text/html" })],
    ["cut JSON", answer(200, '{"successful_rows":1,"quarant')],
    ["JSON of another shape", answer(200, { ok: true })],
    ["null", answer(200, "null")],
    ["words for numbers", answer(200, { successful_rows: "1", quarantined_rows: "0", data: {} })],
    ["counts that are none", answer(200, { successful_rows: -1, quarantined_rows: 0.5 })],
    ["what says that it is large", answer(200, "", { "content-length": large })],
    ["what does not end", endless],
  ])("does not take %s for an answer", async (_, behaviour) => {
    const { append, query, seen } = await asking(behaviour);
    const expected = { code: "unexpected_answer", status: 200, fate: "unknown" };
    expect(await append()).toMatchObject(expected);
    expect(await query()).toMatchObject(expected);
    expect(seen).toHaveLength(2);
  });

  test("does not take 202 for an acknowledgement", async () => {
    const { append } = await asking(answer(202, { successful_rows: 1, quarantined_rows: 0 }));
    expect(await append()).toMatchObject({ code: "unexpected_answer", status: 202 });
  });

  test("says that a refusal is not Tinybird's", async () => {
    const { append, query } = await asking(answer(404, "<html>nothing here</html>"));
    for (const error of [await append(), await query()]) {
      expect(error).toMatchObject({ code: "unexpected_answer", status: 404, fate: "not_done" });
      expect(error.message).toContain("it is 404");
    }
  });

  test.each([401, 403])("says for %d that the token is wrong", async (status) => {
    const { append, query } = await asking(answer(status, { error: `invalid ${token}` }));
    const expected = { code: "wrong_token", status, fate: "not_done" };
    expect([await append(), await query()]).toMatchObject([expected, expected]);
  });

  test.each<[number, string]>([
    [400, "not_done"],
    [404, "not_done"],
    [408, "unknown"],
    [413, "not_done"],
    [422, "unknown"],
  ])("knows of %d whether it was carried out: %s", async (status, fate) => {
    const { append } = await asking(answer(status, { error: "no" }));
    expect(await append()).toMatchObject({ code: "refused", status, fate });
  });

  test("repeats Tinybird's words on an endpoint, with names for values", async () => {
    const { query } = await asking(
      answer(400, { error: `Error validating 'parameter-s3cret' by 'a row', ${token}` }),
    );
    expect((await query()).message).toBe(
      "Cannot read from \"pipe\" as Tinybird must accept it: it says 400, Error validating '<event_id>' by '…', <token>",
    );
  });

  test("keeps what Tinybird says of rows where no log finds it", async () => {
    const words = `value 'metadata-s3cret' is not Float32, ${token}`;
    const { append } = await asking(answer(400, { error: words }));
    const error = await append();
    expect(error.message).toContain("it says 400");
    expect(error instanceof RefusedError && error.unsafeWords()).toBe(words);
  });

  test.each<[string, Behaviour]>([
    ["200", answer(200, `{"error":"${token} metadata-s3cret parameter-s3cret`)],
    ["400", answer(400, { error: `${token} 'metadata-s3cret' parameter-s3cret` })],
    ["403", answer(403, { error: `${token} metadata-s3cret parameter-s3cret` })],
    ["404", answer(404, `${token} metadata-s3cret parameter-s3cret`)],
    ["500", answer(500, { error: `${token} metadata-s3cret parameter-s3cret` })],
    ["no answer", reset],
  ])("says no secret for %s, printed as deep as it goes", async (_, behaviour) => {
    const { append, query } = await asking(behaviour);
    for (const error of [await append(), await query()]) {
      const printed = `${inspect(error, { depth: 9 })} ${JSON.stringify(error)} ${error.stack}`;
      expect(printed).not.toContain("s3cret");
    }
  });
});
