import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { monitorDown } from "./actions/monitor.ts";
import { catalog } from "./built-in-catalog.ts";
import {
  type AuditEvent,
  type DraftNamed,
  type DraftOf,
  defineCatalog,
  mergeCatalogs,
  NameClashError,
} from "./catalog.ts";
import { recorded } from "./recorded.fixture.ts";

const siteRename = defineAction("site.rename")
  .version(1, z.strictObject({ name: z.string() }))
  .version(2, z.strictObject({ from: z.string(), to: z.string().min(1) }), (v1) => ({
    from: "",
    to: v1.name,
  }))
  .formerly("site.renamed");
const sites = defineCatalog([siteRename, monitorDown]);

describe("defineCatalog", () => {
  test("finds an action by each of its names", () => {
    expect(sites.find("site.rename")).toBe(siteRename);
    expect(sites.find("site.renamed")).toBe(siteRename);
    expect(sites.find("site.delete")).toBeUndefined();
    expect(sites.find("__proto__")).toBeUndefined();
  });

  test("refuses two actions with one name, former names included", () => {
    const other = defineAction("site.renamed").version(1, z.strictObject({}));
    expect(() => defineCatalog([siteRename, other])).toThrow(NameClashError);
    expect(() => defineCatalog([siteRename, other])).toThrow(
      '"site.renamed", "site.rename" and "site.renamed" claim it',
    );
  });
});

describe("mergeCatalogs", () => {
  test("gives one union of all actions, and takes one that is in both for one", () => {
    const merged = mergeCatalogs(catalog, sites);
    expect(merged.actions).toHaveLength(catalog.actions.length + 1);
    const event = merged.decode(recorded("site.renamed", { name: "Status" }));
    if (event.known && event.action === "site.rename")
      expectTypeOf(event.metadata).toEqualTypeOf<{ from: string; to: string }>();
    expect(event).toMatchObject({ known: true, action: "site.rename" });
  });

  test("refuses two actions with one name", () => {
    const other = defineCatalog([defineAction("site.rename").version(1, z.strictObject({}))]);
    expect(() => mergeCatalogs(sites, other)).toThrow(NameClashError);
  });
});

describe("a deprecated action", () => {
  const ping = defineAction("monitor.ping")
    .version(1, z.strictObject({}))
    .deprecate("checks tell more: emit monitor.recovered instead");
  const withPing = defineCatalog([ping, monitorDown]);
  type Names = (typeof withPing)["actions"][number]["name"];
  const emit = <Name extends Names>(
    draft: DraftNamed<(typeof withPing)["actions"][number], Name>,
  ) => draft.action;

  test("leaves the draft type, whose complaint names the replacement", () => {
    expectTypeOf<
      DraftOf<(typeof withPing)["actions"][number]>["action"]
    >().toEqualTypeOf<"monitor.down">();
    // @ts-expect-error Property '"this action is deprecated"' is missing … "checks tell more: emit monitor.recovered instead"
    emit({ id: "monitor:1", action: "monitor.ping", metadata: {} });
    expect(emit({ id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } })).toBe(
      "monitor.down",
    );
  });

  test("is read as before", () => {
    expect(withPing.decode(recorded("monitor.ping", {}))).toMatchObject({ known: true });
  });
});

describe("Catalog.decode", () => {
  test("gives the latest version of what was stored in an older one, and says which", () => {
    const event = sites.decode(recorded("site.renamed", { name: "Status" }));
    expect(event).toMatchObject({
      known: true,
      action: "site.rename",
      version: 2,
      metadata: { from: "", to: "Status" },
      recordedAction: "site.renamed",
      recordedVersion: 1,
    });
  });

  test("keeps the envelope as it was", () => {
    const given = recorded("monitor.down", { region: "gru" }, { workspaceId: "w", copies: 3 });
    const { action: _, version: __, metadata: ___, ...envelope } = given;
    expect(sites.decode(given)).toMatchObject(envelope);
  });

  test.each([
    ["action_unknown", recorded("page.create", {})],
    ["version_unknown", recorded("site.rename", { color: "red" }, { version: 3 })],
    ["version_unknown", recorded("site.rename", {}, { version: 0 })],
    ["version_unknown", recorded("site.rename", {}, { version: 1.5 })],
    ["metadata_invalid", recorded("site.rename", { name: 5 })],
    ["metadata_invalid", recorded("site.rename", null)],
    ["upcast_failed", recorded("site.rename", { name: "" })],
    [
      "row_broken",
      recorded("site.rename", {}, { broken: [{ field: "metadata", must: "be JSON" }] }),
    ],
  ])("gives an unknown event with %s and all that it carried", (reason, given) => {
    const event = sites.decode(given);
    expect(event).toMatchObject({ known: false, reason, raw: given, uid: given.uid });
  });

  test("says the reason in words that carry no value", () => {
    const event = sites.decode(recorded("site.rename", { name: 4242 }));
    expect(event.known ? "" : event.detail).toBe(
      "metadata.name: Invalid input: expected string, received number",
    );
  });

  test("keeps an event known whose metadata has keys that its schema does not know", () => {
    const nested = defineAction("site.move").version(
      1,
      z.strictObject({
        to: z.strictObject({ host: z.string() }),
        tags: z.array(z.strictObject({})),
      }),
    );
    const metadata = { to: { host: "a", port: 1 }, tags: [{ color: "red" }], note: "n" };
    const event = defineCatalog([nested]).decode(recorded("site.move", metadata));
    expect(event).toMatchObject({
      known: true,
      metadata: { to: { host: "a" }, tags: [{}] },
    });
    expect(event.known && event.extra).toEqual(
      expect.arrayContaining([
        { path: ["to", "port"], value: 1 },
        { path: ["tags", 0, "color"], value: "red" },
        { path: ["note"], value: "n" },
      ]),
    );
    expect(metadata).toEqual({ to: { host: "a", port: 1 }, tags: [{ color: "red" }], note: "n" });
  });

  test("gives an unknown event when an upcast throws, without the words of its error", () => {
    const throwing = defineAction("site.move")
      .version(1, z.strictObject({ secret: z.string() }))
      .version(2, z.strictObject({}), ({ secret }) => {
        throw new RangeError(secret);
      });
    const event = defineCatalog([throwing]).decode(recorded("site.move", { secret: "hunter2" }));
    expect(event).toMatchObject({ known: false, reason: "upcast_failed" });
    expect(event.known ? "" : event.detail).toContain("threw RangeError");
    expect(event.known ? "" : event.detail).not.toContain("hunter2");
  });

  test("narrows by known, then by action", () => {
    const event: AuditEvent<(typeof catalog)["actions"][number]> = catalog.decode(
      recorded("monitor.down", { region: "gru" }),
    );
    // @ts-expect-error an event that is not known to be known has no action
    void event.action;
    if (!event.known) throw new Error("the event is known");
    if (event.action === "incident.create")
      expectTypeOf(event.metadata.severity).toEqualTypeOf<"minor" | "major" | "critical">();
    if (event.action === "monitor.down")
      expectTypeOf(event.metadata.statusCode).toEqualTypeOf<number | undefined>();
    expect(event.action).toBe("monitor.down");
  });
});
