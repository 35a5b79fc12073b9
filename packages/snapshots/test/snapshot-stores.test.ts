import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { monitorDown } from "@audit/events";
import {
  defineProjection,
  MemorySnapshotStore,
  monitor,
  type Snapshot,
  type SnapshotQuery,
  type SnapshotStore,
  snapshot,
} from "@audit/projections";
import { at, stream } from "@audit/projections/testing";
import { readState, TinybirdSnapshotStore } from "@audit/snapshots";
import { fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import {
  parsePipe,
  startTinybird,
  type Tinybird,
  templateParameters,
} from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));
const start = 1_750_000_000_000;
let server: Tinybird;
let transport: Transport;
beforeAll(async () => {
  server = await startTinybird({ project });
  const deadlines = { append: 30_000, query: 30_000 };
  transport = fetchTransport({ url: server.url, token: server.token, deadlines });
});
afterAll(() => server?.stop());

const workspaceId = "50% 'off' \"\\ 😀";
const down = (minute: number, uid: string) =>
  at(start + minute * 60_000, monitorDown, { region: "constructor" }, { uid });

function saved(id: string, count: number, readAt: number): Snapshot {
  const entries = Array.from({ length: count }, (_, index) => down(index, `e${index}`));
  const events = stream(id, entries, { workspaceId });
  const taken = snapshot(monitor, events, { readAt: start + readAt * 60_000, visibilityLag: 0 });
  if (taken === undefined) throw new Error("fixture");
  return taken;
}

const stores: [name: string, make: () => SnapshotStore][] = [
  ["MemorySnapshotStore", () => new MemorySnapshotStore()],
  ["TinybirdSnapshotStore", () => new TinybirdSnapshotStore({ transport })],
];

describe.each(stores)("%s", (_, make) => {
  const of = (id: string): SnapshotQuery => ({
    workspaceId,
    id,
    projection: "monitor",
    revision: monitor.revision,
  });

  test("gives back what was saved, and nothing of another stream, projection or revision", async () => {
    const store = make();
    const id = "monitor:a,%b\"'";
    await store.save(saved(id, 3, 60));
    expect(await store.load(of(id))).toEqual(saved(id, 3, 60));
    for (const other of [{ workspaceId: "" }, { id: "m" }, { projection: "x" }, { revision: 99 }])
      expect(await store.load({ ...of(id), ...other })).toBeUndefined();
  });

  test("prefers the latest checkpoint, then what was known last, within what is asked", async () => {
    const store = make();
    const id = "monitor:many";
    for (const [count, readAt] of [
      [2, 60],
      [3, 60],
      [3, 120],
      [1, 180],
    ] as const)
      await store.save(saved(id, count, readAt));
    const found = async (query: { at?: number; knownAt?: number } = {}) => {
      const loaded = await store.load({ ...of(id), ...query });
      return loaded && [loaded.checkpoint.uid, (loaded.knownAt - start) / 60_000];
    };
    expect(await found()).toEqual(["e2", 120]);
    expect(await found({ at: start + 60_000 })).toEqual(["e1", 60]);
    expect(await found({ at: start + 59_999 })).toEqual(["e0", 180]);
    expect(await found({ knownAt: start + 119 * 60_000 })).toEqual(["e2", 60]);
    expect(await found({ knownAt: start })).toBeUndefined();
    expect(await found({ at: start - 1 })).toBeUndefined();
  });
});

describe("TinybirdSnapshotStore", () => {
  test("refuses a snapshot that is larger than a saved state should be", async () => {
    const big = defineProjection<string>("big", { revision: 1, initial: "" }).on(monitorDown, () =>
      "x".repeat(2_000_001),
    );
    const events = stream("monitor:big", [down(0, "e0")]);
    const taken = snapshot(big, events, { readAt: start * 2 });
    if (taken === undefined) throw new Error("fixture");
    await expect(new TinybirdSnapshotStore({ transport }).save(taken)).rejects.toMatchObject({
      code: "snapshot_too_large",
    });
  });

  test("rejects when what it is given back is no snapshot", async () => {
    const odd = { ...transport, query: async () => [{ snapshot: "{secret" }] };
    const loading = new TinybirdSnapshotStore({ transport: odd }).load({
      workspaceId: "",
      id: "monitor:1",
      projection: "monitor",
      revision: 1,
    });
    await expect(loading).rejects.toMatchObject({ code: "unexpected_answer" });
    await expect(loading).rejects.not.toThrow("secret");
  });

  test("sends exactly the parameters that the pipe takes, of which identities have no default", async () => {
    const file = `${project}/endpoints/endpoint_snapshot.pipe`;
    const { nodes } = parsePipe(await readFile(file, "utf8"), file);
    const parameters = nodes.flatMap(({ sql }) => templateParameters(sql));
    let sent: string[] = [];
    const recording: Transport = {
      ...transport,
      async query(_pipe, given) {
        sent = Object.keys(given);
        return [];
      },
    };
    await new TinybirdSnapshotStore({ transport: recording }).load({
      workspaceId: "",
      id: "monitor:1",
      projection: "monitor",
      revision: 1,
      at: 1,
      knownAt: 2,
    });
    expect([...new Set(parameters.map(({ name }) => name))].sort()).toEqual(sent.sort());
    for (const parameter of parameters) expect(parameter).not.toHaveProperty("default");
  });
});

describe("readState on embedded Tinybird", () => {
  test("goes on from a snapshot, and not when something came before its checkpoint", async () => {
    const store = new TinybirdEventStore({ transport });
    const snapshots = new TinybirdSnapshotStore({ transport });
    const id = "monitor:1";
    const append = (minutes: number) =>
      store.append({
        id,
        action: "monitor.down",
        metadata: { region: `r${minutes}` },
        timestamp: start + minutes * 60_000,
      });
    const read = () => readState(store, snapshots, monitor, id, { saveAfter: 2, visibilityLag: 0 });
    await append(0);
    await append(1);
    await expect.poll(async () => (await read()).snapshots.saved).toBeDefined();
    await append(2);
    const second = await read();
    expect(second.snapshots.from?.timestamp).toBe(start + 60_000);
    expect(second.report.applied).toBe(3);
    await append(0.5);
    const third = await read();
    expect(third.snapshots.passedOver).toEqual(["changed_before_checkpoint"]);
    expect(third.report).toMatchObject({ applied: 4, late: [{ timestamp: start + 30_000 }] });
    expect(third.snapshots.errors).toEqual([]);
  });
});
