import { type ExportOptions, exportEvents, importEvents } from "@audit/store/transfer";
import { describe, expect, test } from "vitest";
import { collect } from "../contract/contract-case.ts";
import { MemoryEventStore } from "../memory-event-store.ts";

const noon = 1_750_000_000_000;

async function storeWith(count: number) {
  const store = new MemoryEventStore({ writer: { now: () => noon, name: "w1" } });
  await store.append(
    Array.from({ length: count }, (_, index) => ({
      id: `monitor:${index % 3}`,
      uid: `u${index}`,
      action: index % 2 === 0 ? ("monitor.down" as const) : ("monitor.recovered" as const),
      metadata: { region: "=gru" },
      timestamp: noon + index,
    })),
  );
  return store;
}

const linesOf = async (store: MemoryEventStore, options: Partial<ExportOptions<"monitor.down">>) =>
  (await collect(exportEvents(store, { format: "ndjson", ...options })))
    .join("")
    .split("\n")
    .filter((line) => line !== "");

describe("exportEvents", () => {
  test("gives NDJSON with the fields of an event", async () => {
    expect(await linesOf(await storeWith(1), {})).toEqual([
      '{"workspaceId":"","id":"monitor:0","timestamp":1750000000000,"uid":"u0","action":"monitor.down","version":1,"metadata":{"region":"=gru"},"outcome":"success","actor":{"id":"","name":"system","type":"system"},"targets":[],"context":{},"writer":"w1","sequence":1,"previous":0,"recordedAt":1750000000000}',
    ]);
  });

  test("gives CSV with a header, and times that a spreadsheet does not round", async () => {
    expect(await linesOf(await storeWith(1), { format: "csv" })).toEqual([
      "workspaceId,id,timestamp,uid,action,version,metadata,outcome,actor,targets,context,correlationId,causationId,writer,sequence,previous,recordedAt,stored",
      ',monitor:0,2025-06-15T15:06:40.000Z,u0,monitor.down,1,"{""region"":""=gru""}",success,"{""id"":"""",""name"":""system"",""type"":""system""}",[],{},,,w1,1,0,2025-06-15T15:06:40.000Z,',
    ]);
  });

  test("gives CloudEvents in the version that was recorded, alone or as one array", async () => {
    const store = new MemoryEventStore();
    const old = { id: "incident:1", uid: "a", timestamp: noon, version: 1 };
    const line = JSON.stringify({
      ...old,
      action: "incident.created",
      metadata: { incidentId: 7 },
    });
    await importEvents(store, [line, "\n", line.replace('"a"', '"b"')], { format: "ndjson" });
    const [first, second] = await linesOf(store, { format: "cloudevents" });
    expect(JSON.parse(first ?? "")).toMatchObject({
      type: "audit.incident.created.v1",
      data: { metadata: { incidentId: 7 } },
    });
    const [batch] = await collect(exportEvents(store, { format: "cloudevents-batch" }));
    expect(JSON.parse(batch ?? "")).toEqual([first, second].map((text) => JSON.parse(text ?? "")));
    const empty = await collect(
      exportEvents(new MemoryEventStore(), { format: "cloudevents-batch" }),
    );
    expect(JSON.parse(empty.join(""))).toEqual([]);
    const cloudEvents = { typePrefix: "com.example" };
    const [named] = await linesOf(store, { format: "cloudevents", cloudEvents });
    expect(named).toContain('"com.example.incident.created.v1"');
    const copy = new MemoryEventStore();
    await importEvents(copy, batch ?? "", { format: "cloudevents" });
    expect(await collect(copy.readRecorded())).toEqual(await collect(store.readRecorded()));
    const oneLine = JSON.stringify([first, second].map((text) => JSON.parse(text ?? "")));
    await importEvents(copy, oneLine, { format: "cloudevents-batch" });
    expect((await collect(copy.readAll())).map(({ copies }) => copies)).toEqual([2, 2]);
  });

  test("exports a part: of some entities, of a time, of some actions", async () => {
    const store = await storeWith(9);
    const uids = async (options: Partial<ExportOptions<"monitor.down">>) =>
      (await linesOf(store, options)).map((line) => JSON.parse(line).uid);
    expect(await uids({ ids: ["monitor:2", "monitor:0"] })).toEqual([
      "u0",
      "u3",
      "u6",
      "u2",
      "u5",
      "u8",
    ]);
    expect(await uids({ from: noon + 3, to: noon + 4 })).toEqual(["u3", "u4"]);
    expect(await uids({ actions: ["monitor.down"], ids: ["monitor:1"] })).toEqual(["u4"]);
    expect(await uids({ knownAt: noon - 1 })).toEqual([]);
    expect(await uids({ workspaceId: "acme" })).toEqual([]);
  });

  test("gives chunks of bounded size, reads no further than they are taken, and tells how far it is", async () => {
    const store = await storeWith(2000);
    let read = 0;
    const told: number[] = [];
    const counted = Object.assign(Object.create(store), {
      async *readRecorded() {
        for await (const event of store.readRecorded()) {
          read += 1;
          yield event;
        }
      },
    });
    const chunks = exportEvents(counted, {
      format: "ndjson",
      onProgress: ({ events }) => void told.push(events),
    });
    const { value } = await chunks.next();
    expect(value?.length).toBeGreaterThan(65_000);
    expect(value?.length).toBeLessThan(67_000);
    expect(read).toBeLessThan(300);
    expect(told).toEqual([read]);
    await chunks.return(undefined);
    expect(read).toBeLessThan(300);
  });

  test("ends with the reason of its signal", async () => {
    const reason = new Error("stop");
    const controller = new AbortController();
    const chunks = exportEvents(await storeWith(2000), {
      format: "csv",
      signal: controller.signal,
    });
    await chunks.next();
    controller.abort(reason);
    await expect(collect(chunks)).rejects.toBe(reason);
  });

  test.each<[string, object, object]>([
    ["a format that there is not", { format: "xml" }, { option: "format" }],
    ["an unknown action", { actions: ["monitor.dwn"] }, { field: "actions.0" }],
    ["ids that are none", { ids: [5] }, { field: "ids.0" }],
    [
      "a wrong prefix",
      { format: "cloudevents", cloudEvents: { typePrefix: "" } },
      { code: "invalid_cloud_event" },
    ],
  ])("refuses %s", async (_, wrong, error) => {
    // Safe: what is tested is what a caller without types may give.
    const options = { format: "ndjson", ...wrong } as ExportOptions<"monitor.down">;
    await expect(collect(exportEvents(new MemoryEventStore(), options))).rejects.toMatchObject(
      error,
    );
  });

  test("is typed by the actions of the store", () => {
    const store = new MemoryEventStore();
    exportEvents(store, { format: "csv", actions: ["monitor.down"] });
    // @ts-expect-error no action is called so
    exportEvents(store, { format: "csv", actions: ["monitor.dwn"] });
    // @ts-expect-error there is no such format
    exportEvents(store, { format: "xml" });
  });
});
