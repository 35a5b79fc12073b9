import type { AuditEvent, BuiltInAction } from "@audit/events";
import { describe, expect, test } from "vitest";
import { check, keys, type RunningService, startService, startWebhook } from "./running-service.ts";

const start = Date.UTC(2026, 0, 1, 10, 42);
const minute = 60_000;

async function events({ store }: RunningService, id: string): Promise<AuditEvent<BuiltInAction>[]> {
  const list: AuditEvent<BuiltInAction>[] = [];
  for await (const event of store.read(id, { workspaceId: "acme" })) list.push(event);
  return list;
}

async function incidentOf(service: RunningService): Promise<string> {
  const { body } = await service.call("POST", "/checks", {
    key: keys.probe,
    body: check("down", start),
  });
  // Safe: this is the shape that the route answers with.
  const made = body.events as { id: string; action: string }[];
  return made.find(({ action }) => action === "incident.create")?.id ?? "";
}

describe("POST /checks", () => {
  test("opens an incident when a monitor goes down, and resolves it when it is up", async () => {
    const service = await startService();
    const id = await incidentOf(service);
    expect(id).toBe("incident:api@2026-01-01T10:42:00.000Z");
    const path = `/incidents/${encodeURIComponent(id.slice("incident:".length))}`;
    expect((await service.call("GET", path)).body).toMatchObject({
      state: { phase: "open", severity: "major" },
      provisional: false,
    });
    await service.call("POST", "/checks", { key: keys.probe, body: check("up", start + minute) });
    expect((await service.call("GET", path)).body).toMatchObject({ state: { phase: "resolved" } });
    const then = await service.call("GET", `${path}?at=${start + minute - 1}`);
    expect(then.body).toMatchObject({ state: { phase: "open" } });
  });

  test("emits nothing twice for a check that comes again", async () => {
    const service = await startService();
    const body = [check("down", start), check("up", start + minute)];
    const first = await service.call("POST", "/checks", { key: keys.probe, body });
    expect(first.body.events).toHaveLength(5);
    const again = await service.call("POST", "/checks", { key: keys.probe, body });
    expect(again.body.events).toEqual([]);
    expect(await events(service, "monitor:api")).toHaveLength(3);
  });

  test("takes all checks of a list or none, and says which one is wrong", async () => {
    const service = await startService();
    const body = [check("down", start), check("up", start, { monitor: "a\nb" })];
    const { status, body: answer } = await service.call("POST", "/checks", {
      key: keys.probe,
      body,
    });
    expect([status, answer.code]).toEqual([400, "invalid_check"]);
    expect(answer.message).toContain("check 1 as its monitor must be");
    expect(await events(service, "monitor:api")).toEqual([]);
  });

  test("ignores checks of a monitor that is paused or deleted", async () => {
    const service = await startService();
    await service.call("POST", "/monitors", { body: { key: "api", name: "API" } });
    await service.call("PATCH", "/monitors/api", { body: { paused: true } });
    const body = check("down", Date.now());
    const { body: answer } = await service.call("POST", "/checks", { key: keys.probe, body });
    expect(answer).toEqual({ events: [], ignored: [0] });
  });
});

describe("every event", () => {
  test("carries who asked and from where, whatever the headers claim", async () => {
    const service = await startService();
    const id = await incidentOf(service);
    const path = `/incidents/${encodeURIComponent(id)}/acknowledge`;
    const { headers, status } = await service.call("POST", path, {
      key: keys.agent,
      body: { message: "looking" },
      headers: {
        "x-request-id": "request-7",
        "x-actor": "eve",
        "x-user-id": "eve",
        "user-agent": "console/1.0",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      },
    });
    expect([status, headers.get("x-request-id")]).toEqual([200, "request-7"]);
    const acknowledged = (await events(service, id)).at(-1);
    expect(acknowledged).toMatchObject({
      workspaceId: "acme",
      actor: { id: "bot", type: "agent", onBehalfOf: { id: "ada", name: "Ada" } },
      context: {
        requestId: "request-7",
        userAgent: "console/1.0",
        ip: "127.0.0.1",
        traceId: "0af7651916cd43dd8448eb211c80319c",
      },
      correlationId: id,
    });
    const [, down] = await events(service, "monitor:api");
    const [opened] = await events(service, id);
    expect(opened?.causationId).toBe(down?.uid);
    expect(opened?.actor).toMatchObject({ id: "probe-1", type: "api_key" });
  });
});

describe("a caller", () => {
  test("sees one workspace alone", async () => {
    const service = await startService();
    const id = await incidentOf(service);
    const path = `/incidents/${encodeURIComponent(id)}`;
    for (const [method, where, body] of [
      ["GET", path, undefined],
      ["GET", "/monitors/api", undefined],
      ["POST", `${path}/acknowledge`, {}],
      ["DELETE", "/monitors/api", undefined],
    ] as const)
      expect((await service.call(method, where, { key: keys.stranger, body })).status).toBe(404);
    const past = await service.call("GET", `${path}?at=${start}`, { key: keys.stranger });
    expect(past.body).toMatchObject({ state: { phase: "none" } });
    expect(await events(service, id)).toHaveLength(1);
  });

  test("without a key learns nothing of what a route takes", async () => {
    const service = await startService();
    for (const path of ["/checks", "/monitors", "/nothing"]) {
      const { status, body } = await service.call("POST", path, {
        key: "unknown",
        body: { wrong: 1 },
      });
      expect([status, body.code]).toEqual([401, "wrong_key"]);
    }
  });

  test("hears what is wrong with a request, and where", async () => {
    const service = await startService();
    const id = encodeURIComponent(await incidentOf(service));
    const cases = [
      ["POST", `/incidents/${id}/reclassify`, { severity: "huge" }, 400, "body.severity"],
      ["POST", `/incidents/${id}/reclassify`, { severity: "major" }, 409, "it is major already"],
      ["POST", `/incidents/${id}/reopen`, {}, 409, "must be resolved: it is open"],
      ["POST", `/incidents/${id}/update`, {}, 400, "have a title or a message"],
      ["POST", "/monitors", { key: "a b", name: "x", extra: 1 }, 400, "extra"],
      ["POST", "/monitors", { key: "api", name: "x" }, 409, "its key must be free"],
      ["POST", "/monitors", "{", 400, "JSON"],
      ["GET", "/monitors/nothing", undefined, 404, "no monitor"],
      ["GET", "/monitors/api?at=yesterday", undefined, 400, "query.at"],
      ["GET", "/nothing", undefined, 404, "no such path"],
    ] as const;
    for (const [method, path, body, expected, words] of cases) {
      const answer = await service.call(method, path, { body });
      expect([path, answer.status]).toEqual([path, expected]);
      expect(answer.body.message).toContain(words);
    }
  });
});

describe("people", () => {
  test("are told when an incident opens and when it is over, and the log says so", async () => {
    const webhook = await startWebhook();
    const service = await startService({
      settings: settingsWith(webhook.url),
    });
    const id = await incidentOf(service);
    await service.call("POST", "/checks", { key: keys.probe, body: check("up", start + minute) });
    await service.service.notifier.settled();
    expect(webhook.notices.map(({ type, incidentId }) => [type, incidentId])).toEqual([
      ["alert", id],
      ["recovery", id],
    ]);
    const [opened] = await events(service, id);
    const [sent] = await events(service, `notification:${opened?.uid}/mail`);
    expect(sent).toMatchObject({
      action: "notification.sent",
      metadata: { provider: "mail", type: "alert" },
      correlationId: id,
      causationId: opened?.uid,
      actor: { type: "system" },
    });
  });

  test("are told at last by a webhook that failed, and by the others meanwhile", async () => {
    const [broken, healthy] = [await startWebhook(), await startWebhook()];
    broken.status = 503;
    const service = await startService({
      settings: settingsWith(broken.url, healthy.url),
      notifier: { waits: { first: 1, last: 5 } },
    });
    await incidentOf(service);
    await expect.poll(() => healthy.notices.length).toBe(1);
    expect(broken.notices).toEqual([]);
    broken.status = 200;
    await expect.poll(() => broken.notices.length).toBe(1);
  });
});

function settingsWith(...urls: readonly string[]) {
  const names = ["mail", "chat"];
  return {
    apiKeys: [
      { key: keys.probe, workspaceId: "acme", actor: { id: "probe-1", type: "api_key" as const } },
    ],
    webhooks: urls.map((url, place) => ({ name: names[place] ?? "", url })),
  };
}

describe("GET /openapi.json", () => {
  test("describes every route, and what it emits", async () => {
    const { url } = await startService();
    const answer = await fetch(`${url}/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, object>> };
    expect(Object.keys(paths)).toContain("/incidents/{id}/acknowledge");
    expect(paths["/incidents/{id}/acknowledge"]?.post).toMatchObject({
      description: "Emits incident.acknowledge.",
    });
  });
});
