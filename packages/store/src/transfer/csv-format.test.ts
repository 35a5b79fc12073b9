import { exportEvents, InvalidLineError, importEvents } from "@audit/store/transfer";
import { describe, expect, test } from "vitest";
import { collect } from "../contract/contract-case.ts";
import { MemoryEventStore } from "../memory-event-store.ts";

const header = "id,timestamp,uid,action,version,metadata";
const row = (uid: string, metadata = "{}") =>
  `monitor:1,1700000000000,${uid},monitor.delete,1,${metadata}\n`;

async function importCsv(text: string) {
  const store = new MemoryEventStore();
  const told: InvalidLineError[] = [];
  const report = await importEvents(store, text, {
    format: "csv",
    onInvalidLine: (error) => void told.push(error),
  });
  return { report, told, events: await collect(store.readRecorded()) };
}

const headerFailure = (text: string) =>
  importCsv(text).then(
    () => undefined,
    (error: Error) => error.cause,
  );

describe("CSV", () => {
  test("is read by its header, in whatever order the columns are, without those that are empty", async () => {
    const text =
      'uid,version,metadata,action,id,timestamp,writer\na,1,"{""a"": 1}",x.y,"m:\n1",5,\n';
    const { events } = await importCsv(text.replaceAll("\n1", "\r\n1"));
    expect(events).toMatchObject([
      { uid: "a", version: 1, metadata: { a: 1 }, action: "x.y", id: "m:\r\n1", timestamp: 5 },
    ]);
    expect(events[0]).not.toHaveProperty("writer");
  });

  test.each([
    ["1700000000000", 1_700_000_000_000],
    ["'-5", -5],
    ["-5", -5],
    ["2023-11-14T22:13:20.000Z", 1_700_000_000_000],
  ])("reads %s as a time", async (cell, timestamp) => {
    const { events } = await importCsv(`${header}\n${row("a").replace("1700000000000", cell)}`);
    expect(events[0]?.timestamp).toBe(timestamp);
  });

  test.each([
    [
      "another time",
      row("a").replace("1700000000000", "14/11/2023"),
      "timestamp must be a time in UTC",
    ],
    ["no number", row("a").replace(",1,", ",one,"), "version must be a whole number"],
    ["metadata that is no JSON", row("a", "s3cret"), "metadata must be JSON"],
    [
      "a cell too few",
      "monitor:1,5,a,monitor.delete,1\n",
      "it must have 6 cells: current value is 5",
    ],
    [
      "a quote in the middle",
      row("a", '"{}"x'),
      "it must be one CSV record, quotes in cells doubled",
    ],
    ["a quote that is not closed", row("a", '"{}'), "it must close every quote that it opens"],
    ["no uid", row(""), "uid must be there"],
  ])("refuses %s, naming line and column", async (_, bad, words) => {
    const { told, report, events } = await importCsv(`${header}\n${row("x")}${bad}`);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ line: 3 });
    expect(told[0]?.message).toContain(words);
    expect(told[0]?.message).not.toContain("s3cret");
    expect([report.events, events.length]).toEqual([1, 1]);
  });

  test.each([
    ["another separator", header.replaceAll(",", ";"), "column 1 of the header must be one of"],
    ["a column twice", `${header},uid`, 'column 7 of the header must not be "uid" again'],
    ["a column missing", "id,uid", 'the header must have a column "timestamp"'],
    ["no header", row("a").trim(), "column 1 of the header must be one of"],
    ["an open quote", `"${header}`, "it must close every quote that it opens"],
  ])("refuses a header with %s, whatever is to be passed over", async (_, head, words) => {
    const error = await headerFailure(`${head}\n`);
    expect(error).toBeInstanceOf(InvalidLineError);
    expect(error).toMatchObject({ line: 1, message: expect.stringContaining(words) });
  });

  test("loses one line to a quote that was lost, and none of the many after it", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => row(`u${index}`, '"{""a"":""b""}"'));
    for (const [at, damaged] of [
      [50, rows[50]?.replace('"{', "{")],
      [70, rows[70]?.replace('}"', "}")],
      [199, rows[199]?.replace('}"', "}")],
    ] as const) {
      const text = `${header}\n${rows.with(at, damaged ?? "").join("")}`;
      const { told, report } = await importCsv(text);
      expect(told.map(({ line }) => line)).toEqual([at + 2]);
      expect(report).toMatchObject({ events: 199, invalidLines: 1, checkpoint: { lines: 201 } });
    }
    const two = rows
      .with(5, rows[5]?.replace('}"', "}") ?? "")
      .with(90, rows[90]?.replace('"{', "{") ?? "");
    const { told } = await importCsv(`${header}\n${two.join("")}`);
    expect(told.map(({ line }) => line)).toEqual([7, 92]);
  });

  test("holds no more of an open quote than a line may have", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(`u${index}`));
    const store = new MemoryEventStore();
    const text = `${header}\n${row("open", '"')}${rows.join("")}`;
    const options = { format: "csv", maxLineBytes: 200, onInvalidLine: "skip" } as const;
    const report = await importEvents(store, text, options);
    expect(report).toMatchObject({ events: 50, invalidLines: 1 });
  });

  test("has a line for each event, whatever it holds", async () => {
    const store = new MemoryEventStore();
    const line = {
      timestamp: 1,
      action: "a\nb",
      version: 1,
      metadata: { a: "\r\n" },
      writer: "\n",
    };
    const lines = ["=1\n", "\r", "u;=1"].map((uid) => JSON.stringify({ ...line, id: uid, uid }));
    await importEvents(store, lines.join("\n"), { format: "ndjson" });
    const text = (await collect(exportEvents(store, { format: "csv" }))).join("");
    expect(text.split("\n")).toHaveLength(5);
    expect(text).not.toContain("\r");
    expect((await importCsv(text)).events).toEqual(await collect(store.readRecorded()));
  });
});
