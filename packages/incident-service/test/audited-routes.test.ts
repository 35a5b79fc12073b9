import { describe, expect, test } from "vitest";
import { routes } from "../src/api/routes.ts";
import { check, keys, type RunningService, startService } from "./running-service.ts";

const start = Date.UTC(2026, 0, 1);
const changing = routes.filter((route) => route.method !== "get");
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

type Call = (service: RunningService) => Promise<unknown>;

async function openIncident({ call }: RunningService): Promise<string> {
  const { body } = await call("POST", "/checks", { key: keys.probe, body: check("down", start) });
  // Safe: this is the shape that the route answers with.
  const events = body.events as { id: string; action: string }[];
  const opened = events.find(({ action }) => action === "incident.create");
  return encodeURIComponent(opened?.id.slice("incident:".length) ?? "");
}

const onIncident =
  (action: string, body: object, before: readonly string[] = []): Call =>
  async (service) => {
    const key = await openIncident(service);
    for (const first of before)
      await service.call("POST", `/incidents/${key}/${first}`, { body: {} });
    return service.call("POST", `/incidents/${key}/${action}`, { body });
  };

const createMonitor: Call = ({ call }) =>
  call("POST", "/monitors", { body: { key: "web", name: "Web" } });

/** What to call so that a route emits all that it declares. */
const calls: Readonly<Record<string, Call>> = {
  "post /checks": ({ call }) =>
    call("POST", "/checks", {
      key: keys.probe,
      body: (["up", "degraded", "down", "up"] as const).map((status, minute) =>
        check(status, start + minute * 60_000),
      ),
    }),
  "post /monitors": createMonitor,
  "patch /monitors/{id}": async (service) => {
    await createMonitor(service);
    await service.call("PATCH", "/monitors/web", { body: { name: "Website", paused: true } });
    return service.call("PATCH", "/monitors/web", { body: { paused: false } });
  },
  "delete /monitors/{id}": async (service) => {
    await createMonitor(service);
    return service.call("DELETE", "/monitors/web?reason=gone");
  },
  "post /incidents/{id}/acknowledge": onIncident("acknowledge", { message: "looking" }),
  "post /incidents/{id}/assign": onIncident("assign", { assigneeId: "grace" }),
  "post /incidents/{id}/update": onIncident("update", { title: "API is slow", message: "disks" }),
  "post /incidents/{id}/reclassify": onIncident("reclassify", { severity: "minor" }),
  "post /incidents/{id}/resolve": onIncident("resolve", {}),
  "post /incidents/{id}/reopen": onIncident("reopen", { reason: "again" }, ["resolve"]),
};

describe("a route that changes something", () => {
  test("has a call here that shows what it emits", () => {
    expect(Object.keys(calls).sort()).toEqual(changing.map(nameOf).sort());
  });

  test.each(changing.map((route) => [nameOf(route), route] as const))(
    "%s emits what it declares, and nothing else",
    async (name, route) => {
      const emitted = new Set<string>();
      const service = await startService({
        onRecorded: (by, action) => {
          if (by === name) emitted.add(action);
        },
      });
      expect(await calls[name]?.(service)).toMatchObject({ status: 200 });
      expect([...emitted].sort()).toEqual([...route.audit.actions].sort());
    },
  );
});
