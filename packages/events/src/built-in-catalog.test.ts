import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { catalog } from "./built-in-catalog.ts";
import { assertFreezable } from "./metadata-schema.ts";
import { recorded } from "./recorded.fixture.ts";
import { createWriter } from "./writer.ts";

describe("catalog", () => {
  test("holds the actions of monitors, incidents, maintenance and notifications", () => {
    expect(catalog.actions.map(({ name }) => name).sort()).toEqual([
      "incident.acknowledge",
      "incident.assign",
      "incident.create",
      "incident.reclassify",
      "incident.reopen",
      "incident.resolve",
      "incident.update",
      "maintenance.end",
      "maintenance.start",
      "monitor.create",
      "monitor.degraded",
      "monitor.delete",
      "monitor.down",
      "monitor.pause",
      "monitor.recovered",
      "monitor.resume",
      "monitor.update",
      "notification.sent",
    ]);
  });

  test.each(catalog.actions)("holds for $name what `defineAction` asks of others", (action) => {
    const { name, formerNames, versions, latest } = action;
    const [first] = versions;
    expect(first?.upcast).toBeUndefined();
    for (const { number, schema } of versions) assertFreezable(name, number, schema);
    expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1));
    for (const { upcast } of versions.slice(1)) expect(upcast).toBeTypeOf("function");
    expect(latest).toBe(versions.length);
    const plain = defineAction(name).version(1, z.strictObject({}));
    const renamed = formerNames.reduce((named, former) => named.formerly(former), plain);
    expect(renamed.formerNames).toEqual(formerNames);
  });

  test("takes the example of the original design", () => {
    const [event] = createWriter(catalog).complete([
      {
        id: "monitor:1",
        action: "monitor.down",
        targets: [{ id: "1", type: "monitor" }],
        metadata: { region: "gru", statusCode: 400, message: "timeout" },
      },
    ]);
    expect(event?.metadata).toEqual({ region: "gru", statusCode: 400, message: "timeout" });
  });

  test.each([
    ["monitor.failed", { region: "gru", statusCode: 500, message: "timeout" }, "monitor.down"],
    ["monitor.recovered", { region: "gru", statusCode: 200, latency: 12 }, "monitor.recovered"],
    ["monitor.degraded", { region: "gru", statusCode: 200 }, "monitor.degraded"],
    ["incident.created", { incidentId: 7, cronTimestamp: 1_700_000_000_000 }, "incident.create"],
    ["incident.resolved", { incidentId: 7 }, "incident.resolve"],
    ["notification.sent", { provider: "email", type: "alert" }, "notification.sent"],
  ])("reads %s of the product before", (name, metadata, action) => {
    expect(catalog.decode(recorded(name, metadata))).toMatchObject({ known: true, action });
  });

  test("gives an incident of the product before a title and a weight", () => {
    expect(catalog.decode(recorded("incident.created", { incidentId: 7 }))).toMatchObject({
      metadata: { title: "Incident 7", severity: "major", monitors: [] },
    });
    expect(catalog.decode(recorded("incident.created", {}))).toMatchObject({
      metadata: { title: "Incident" },
    });
  });
});
