import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { catalog } from "./built-in-catalog.ts";
import { defineCatalog } from "./catalog.ts";
import { recorded } from "./recorded.fixture.ts";
import { sentenceOf } from "./sentence.ts";

const ada = { actor: { id: "ada", name: "Ada", type: "user" } };
const tell = (...given: Parameters<typeof recorded>) =>
  sentenceOf(catalog, catalog.decode(recorded(...given)));

describe("sentenceOf", () => {
  test("says what an event of the design means", () => {
    const metadata = { region: "gru", statusCode: 400, message: "timeout" };
    expect(tell("monitor.down", metadata)).toBe("monitor 1 went down in gru: 400 timeout");
    expect(tell("monitor.failed", { region: "gru" })).toBe("monitor 1 went down in gru");
  });

  test.each<[string, object, string]>([
    ["monitor.create", { name: "API" }, "monitor 1 was created: API"],
    [
      "monitor.recovered",
      { region: "gru", statusCode: 200, latency: 12 },
      "monitor 1 is up in gru: 200 12 ms",
    ],
    ["monitor.degraded", { region: "gru" }, "monitor 1 is degraded in gru"],
    ["monitor.pause", { reason: "moving" }, "Ada paused monitor 1: moving"],
    [
      "monitor.update",
      { changes: [{ field: "url", from: 1, to: 2 }] },
      "Ada changed url of monitor 1",
    ],
    ["incident.acknowledge", { message: "on it" }, "Ada acknowledged monitor 1: on it"],
    [
      "incident.assign",
      { assigneeId: "u2", assigneeName: "Grace" },
      "Ada assigned monitor 1 to Grace",
    ],
    [
      "incident.reclassify",
      { from: "minor", to: "major" },
      "Ada reclassified monitor 1 from minor to major",
    ],
    ["incident.resolved", { incidentId: 7 }, "Ada resolved monitor 1"],
    ["maintenance.start", { title: "new disks", monitors: [] }, "Ada began maintenance: new disks"],
    ["notification.sent", { provider: "email", type: "alert" }, "monitor 1: alert sent by email"],
  ])("tells %s", (action, metadata, sentence) => {
    expect(tell(action, metadata, ada)).toBe(sentence);
  });

  test("has a template for every action", () => {
    for (const action of catalog.actions) expect(action.template, action.name).toBeDefined();
  });

  test("says that an attempt was refused, and what it can of an unknown event", () => {
    expect(tell("monitor.pause", {}, { ...ada, outcome: "denied" })).toBe(
      "Ada paused monitor 1 (denied)",
    );
    expect(tell("monitor.exploded", {})).toBe("monitor 1: monitor.exploded");
  });

  test("outlives a template that throws", () => {
    const throwing = defineAction("site.open")
      .version(1, z.strictObject({}))
      .sentence(() => {
        throw new Error("no");
      });
    const sites = defineCatalog([throwing]);
    expect(sentenceOf(sites, sites.decode(recorded("site.open", {})))).toBe("monitor 1: site.open");
  });
});
