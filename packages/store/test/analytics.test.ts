import { readFile } from "node:fs/promises";
import { catalog } from "@audit/events";
import { fetchTransport, type Transport } from "@audit/store";
import { createAnalytics } from "@audit/store/analytics";
import { parsePipe, templateParameters } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyticsPipes } from "../src/analytics/analytics.ts";
import { type Embedded, project, startEmbedded } from "./embedded.ts";

let embedded: Embedded;
let transport: Transport;
beforeAll(async () => {
  embedded = await startEmbedded();
  const { url, token } = embedded.server;
  transport = fetchTransport({ url, token });
});
afterAll(() => embedded?.server.stop());

const noon = Date.parse("2026-03-02T12:00:00Z");
const minute = 60_000;
const analytics = () => createAnalytics({ transport });

async function appendWorkspace(workspace_id: string, name: string): Promise<void> {
  await transport.ingest("workspaces", [{ workspace_id, name, size: 3, plan: "pro" }]);
}

const down = (workspaceId: string, uid: string, timestamp: number) => ({
  workspaceId,
  id: "monitor:1",
  uid,
  action: "monitor.down" as const,
  metadata: { region: "gru" },
  timestamp,
  actor: { id: "u1", name: "Ada" },
});

describe("createAnalytics", () => {
  test("tells a workspace's events, newest first, as sentences", async () => {
    await appendWorkspace("feed", "Lighthouse");
    const target = { targets: [{ id: "7", type: "page" }] };
    await embedded.store.append([
      down("feed", "a", noon),
      { ...down("feed", "b", noon + 1500), ...target },
    ]);
    expect(await analytics().feed({ workspaceId: "feed" })).toEqual([
      {
        timestamp: noon + 1500,
        message: "Ada from Lighthouse did monitor.down on page:7",
        workspaceId: "feed",
        workspaceName: "Lighthouse",
        id: "monitor:1",
        uid: "b",
        action: "monitor.down",
      },
      expect.objectContaining({ uid: "a", timestamp: noon }),
    ]);
  });

  test("finds by action, by a part of it, by time and by page", async () => {
    await embedded.store.append([
      down("find", "a", noon),
      { ...down("find", "b", noon + 1_000), action: "monitor.recovered" },
      { ...down("find", "c", noon + 2_999), action: "monitor.degraded" },
    ]);
    const found = async (options: object) =>
      (await analytics().feed({ workspaceId: "find", ...options })).map(({ uid }) => uid).join("");
    expect(await found({})).toBe("cba");
    expect(await found({ action: "monitor.down" })).toBe("a");
    expect(await found({ actionLike: "monitor.d" })).toBe("ca");
    expect(await found({ actionLike: "%" })).toBe("");
    expect(await found({ from: noon + 1_000 })).toBe("cb");
    expect(await found({ from: noon, to: noon + 1_000 })).toBe("ba");
    // In whole seconds: the one that holds the end counts.
    expect(await found({ to: noon + 2_000 })).toBe("cba");
    expect(await found({ pageSize: 2 })).toBe("cb");
    expect(await found({ pageSize: 2, page: 1 })).toBe("a");
    expect(await found({ pageSize: 2, page: 2 })).toBe("");
  });

  test("keeps an event of a workspace that is not known yet, and names it once it is", async () => {
    await embedded.store.append([down("later", "a", noon)]);
    const [unnamed] = await analytics().feed({ workspaceId: "later" });
    expect(unnamed).toMatchObject({
      workspaceName: "",
      message: "Ada did monitor.down on monitor:1",
    });
    expect(await analytics().total({ workspaceId: "later" })).toBe(1);
    expect(await analytics().perWorkspace({ workspaceId: "later" })).toMatchObject([
      { workspaceId: "later", name: "", events: 1 },
    ]);
    expect(await analytics().workspaces()).toContainEqual({ workspaceId: "later", name: "later" });
    await appendWorkspace("later", "Harbour");
    const [named] = await analytics().feed({ workspaceId: "later" });
    expect(named?.message).toBe("Ada from Harbour did monitor.down on monitor:1");
    expect(await analytics().perWorkspace({ workspaceId: "later" })).toMatchObject([
      { name: "Harbour", plan: "pro", size: 3, events: 1 },
    ]);
  });

  test("counts a doubled or retried delivery once, whenever it comes", async () => {
    const drafts = [down("twice", "a", noon), down("twice", "b", noon + 1)];
    await embedded.store.append(drafts);
    // Another store knows nothing of the first delivery, as after a restart.
    await embedded.open().append(drafts);
    await embedded.open().append(drafts.slice(1));
    const { rows } = await deliveries("twice");
    expect(rows).toBe(5);
    expect(await analytics().total({ workspaceId: "twice" })).toBe(2);
    expect(await analytics().feed({ workspaceId: "twice" })).toHaveLength(2);
    const [counts] = await analytics().counts({ workspaceId: "twice" });
    expect(counts).toMatchObject({ from: noon, counts: { "monitor.down": 2 }, other: 0 });
  });

  test("counts an event that comes late in its own minute", async () => {
    await embedded.store.append([down("late", "now", noon + 30 * minute)]);
    await embedded.store.append([down("late", "late", noon + minute + 1)]);
    const counts = await analytics().counts({ workspaceId: "late" });
    expect(counts.map(({ from }) => from)).toEqual([noon + minute, noon + 30 * minute]);
  });

  test("counts per minute, hour and day, of a part of the time", async () => {
    const times = [0, 1, 61, 24 * 60].map((minutes) => noon + minutes * minute);
    await embedded.store.append(times.map((at, index) => down("per", `${index}`, at)));
    const counted = async (options: object) =>
      (await analytics().counts({ workspaceId: "per", ...options })).map(
        ({ counts }) => counts["monitor.down"],
      );
    expect(await counted({})).toEqual([1, 1, 1, 1]);
    expect(await counted({ per: "hour" })).toEqual([2, 1, 1]);
    expect(await counted({ per: "day" })).toEqual([3, 1]);
    // Whole minutes: the ones that hold both ends count.
    expect(await counted({ per: "day", from: noon + 59_999, to: noon + 61 * minute })).toEqual([3]);
    expect(await analytics().total({ workspaceId: "per", from: noon + minute })).toBe(3);
  });

  test("has a column for each built-in action under all its names, and one for others", async () => {
    const names = catalog.actions.flatMap(({ name, formerNames }) => [name, ...formerNames]);
    const rows = [...names, "billing.paid"].map((action, index) => ({
      workspace_id: "names",
      id: "monitor:1",
      uid: `${index}`,
      action,
      timestamp: noon,
    }));
    await embedded.post(...rows);
    const [answer] = await analytics().counts({ workspaceId: "names" });
    expect(answer?.other).toBe(1);
    expect(answer?.counts).toEqual(
      Object.fromEntries(
        catalog.actions.map((action) => [action.name, 1 + action.formerNames.length]),
      ),
    );
    expect(await analytics().actions()).toContain("billing.paid");
  });

  test("sums what it was not told to choose from over all that the token sees", async () => {
    const all = await analytics().perWorkspace();
    const sum = all.reduce((total, { events }) => total + events, 0);
    expect(sum).toBe(await analytics().total());
    expect(all.map(({ events }) => events)).toEqual(
      all.map(({ events }) => events).sort((a, b) => b - a),
    );
  });

  test.each([
    ["feed", { page: -1 }, "page must be a whole number from 0"],
    ["feed", { pageSize: 1001 }, "pageSize must be a whole number from 1 to 1000"],
    ["feed", { page: 2 ** 31, pageSize: 1 }, "page must lead to an event before"],
    ["feed", { action: "" }, "action must be a text, not empty"],
    ["feed", { actionLike: "\ud800" }, "actionLike must be well-formed Unicode"],
    ["feed", { workspaceId: 7 }, "workspaceId must be a text"],
    ["total", { from: 1.5 }, "from must be ms since epoch"],
    ["total", { to: 1e15 }, "to must be ms since epoch"],
    ["counts", { from: 2, to: 1 }, "from must be at most to"],
    ["counts", { per: "week" }, "per must be minute, hour or day"],
  ] as const)("%s refuses %o", async (method, options, message) => {
    // Safe: a wrong option is what is tried.
    await expect(analytics()[method](options as never)).rejects.toThrow(message);
  });

  test("says that an answer is not what it must be, without quoting it", async () => {
    const strange = { ...transport, query: async () => [{ total_events: "a secret" }] };
    const error = await createAnalytics({ transport: strange })
      .total()
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "unexpected_answer" });
    expect(String(error)).not.toContain("secret");
  });

  test("ends with its signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(analytics().total({ signal })).rejects.toThrow("enough");
  });
});

describe("the dashboard's pipes", () => {
  const parameters: Record<string, string[]> = {
    feed: [
      "end_date",
      "event_exact",
      "event_like",
      "page",
      "page_size",
      "start_date",
      "workspace_id",
    ],
    counts: ["end_date", "period", "start_date", "workspace_id"],
    totals: ["end_date", "start_date", "workspace_id"],
    filters: ["filter"],
    workspaces: ["end_date", "start_date", "workspace_id"],
  };

  test.each(Object.entries(analyticsPipes))(
    "%s: %s documents its parameters",
    async (key, pipe) => {
      const file = `${project}/endpoints/${pipe}.pipe`;
      const definition = parsePipe(await readFile(file, "utf8"), file);
      expect(definition.description).toBeTruthy();
      const taken = definition.nodes.flatMap(({ sql }) => templateParameters(sql));
      expect([...new Set(taken.map(({ name }) => name))].sort()).toEqual(parameters[key]);
    },
  );

  test("refuse a filter and a period that they do not have", async () => {
    await expect(transport.query("api_ui_filters", { filter: "all" })).rejects.toThrow();
    await expect(transport.query("api_count_per_type", { period: "week" })).rejects.toThrow();
  });
});

async function deliveries(workspace: string): Promise<{ rows: number }> {
  const q = `SELECT count() AS rows FROM audit_log WHERE workspace_id = '${workspace}' FORMAT JSON`;
  const answer = await fetch(`${embedded.server.url}/v0/sql?${new URLSearchParams({ q })}`, {
    headers: { Authorization: `Bearer ${embedded.server.token}` },
  });
  // Safe: the shape of the statement above.
  const { data } = (await answer.json()) as { data: [{ rows: number }] };
  return data[0];
}
