import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

const noon = 1_750_000_000_000;
const rows = 60_000;
let embedded: Embedded;

/** Half of them in one stream, the others in many behind it. */
beforeAll(async () => {
  embedded = await startEmbedded();
  await embedded.post(
    ...Array.from({ length: rows }, (_, index) => ({
      id: index < rows / 2 ? "monitor:a" : `monitor:b${index % 1000}`,
      uid: uidOf(index),
      action: index % 2 === 0 ? "monitor.down" : "monitor.recovered",
      timestamp: noon + index,
    })),
  );
});
afterAll(() => embedded?.server.stop());

function uidOf(index: number): string {
  return `u${String(index).padStart(6, "0")}`;
}

async function page(pipe: string, parameters: Record<string, string>) {
  const { url, token } = embedded.server;
  const asked = new URLSearchParams({ workspace_id: "", ...parameters });
  const answer = await fetch(`${url}/v0/pipes/${pipe}.json?${asked}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  // Safe: an answer of 200 has this shape.
  const { data, statistics } = (await answer.json()) as {
    data: { uid: string }[];
    statistics: { rows_read: number };
  };
  return { first: data[0]?.uid, rows: data.length, read: statistics.rows_read };
}

const after = (index: number) => ({
  after_id: "monitor:a",
  after_timestamp: String(noon + index),
  after_uid: uidOf(index),
});

describe("a page of the data project", () => {
  test.each([
    { from: "the beginning of all streams", parameters: {}, first: 0 },
    { from: "the middle of a long stream among all", parameters: after(20_000), first: 20_001 },
    {
      from: "there, of some actions",
      parameters: { ...after(20_000), actions: '["monitor.down"]' },
      first: 20_002,
    },
  ])("from $from reads little more than its rows", async ({ parameters, first }) => {
    for (const page_size of ["10", "2000"]) {
      const given = await page("endpoint_audit_log_streams", { ...parameters, page_size });
      expect(given).toMatchObject({ first: uidOf(first), rows: Number(page_size) });
      expect(given.read).toBeLessThan(rows / 2);
    }
  });

  test.each([
    { direction: "forward", first: 20_001 },
    { direction: "backward", first: 19_999 },
  ])(
    "of one stream going $direction reads little more than its rows",
    async ({ direction, first }) => {
      const parameters = { event_id: "monitor:a", direction, ...after(20_000) };
      const given = await page("endpoint_audit_log", { ...parameters, page_size: "2000" });
      expect(given).toMatchObject({ first: uidOf(first), rows: 2_000 });
      expect(given.read).toBeLessThan(rows / 2);
    },
  );
});
