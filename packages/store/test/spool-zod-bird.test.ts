import { zodBirdTransport } from "@audit/store";
import { Tinybird } from "@chronark/zod-bird";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { openSpool } from "../src/spool.ts";
import { answer, closeServers, serve } from "./faulty-server.ts";
import { spoolFolder } from "./spool-folder.ts";
import { numbers, row, uid } from "./spool-row.ts";

afterEach(closeServers);

/** A spool on a client that says of a refusal nothing but Tinybird's words. */
async function spoolBefore(statusOf: (body: string) => number) {
  const { url, seen } = await serve((request, response) => {
    const { body = "" } = seen.at(-1) ?? {};
    const status = statusOf(body);
    const counts = { successful_rows: body.split("\n").length, quarantined_rows: 0 };
    answer(status, status < 300 ? counts : { error: "no" })(request, response);
  });
  const transport = zodBirdTransport(new Tinybird({ token: "t", baseUrl: url }));
  const spool = await openSpool({ directory: await spoolFolder(), transport, drain: "manual" });
  onTestFinished(() => spool.close());
  return { spool, seen };
}

describe("rows that Tinybird refuses through a client that does not tell the status", () => {
  test("are set aside where others are taken, so that they stop nothing", async () => {
    const { spool } = await spoolBefore((body) => (body.includes(uid(1)) ? 400 : 200));
    await spool.add([row(1)]);
    expect(await spool.drain()).toMatchObject({ outcome: "failed", code: "refused", setAside: 0 });
    await spool.add(numbers(2, 9).map((number) => row(number)));
    expect(await spool.drain()).toMatchObject({ outcome: "empty", sent: 8, setAside: 1 });
    expect(await spool.state()).toMatchObject({ events: 0, setAside: { refused: 1 } });
  });

  test("wait where none is taken, as that may be the data source", async () => {
    let isDeployed = false;
    const { spool, seen } = await spoolBefore(() => (isDeployed ? 200 : 404));
    await spool.add(numbers(1, 900).map((number) => row(number)));
    expect(await spool.drain()).toMatchObject({ outcome: "failed", code: "refused", setAside: 0 });
    expect(seen.length).toBeLessThan(60);
    isDeployed = true;
    expect(await spool.drain()).toMatchObject({ outcome: "empty", sent: 900, setAside: 0 });
  });
});
