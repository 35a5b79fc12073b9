import { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { emits, noAudit } from "./audit-declaration.ts";
import { changeRoute, readRoute } from "./route.ts";

const output = z.strictObject({});
const rest = { path: "/monitors", summary: "Change", input: {}, output };

describe("changeRoute", () => {
  test("does not compile without a word on what it emits", () => {
    // @ts-expect-error neither emits(…) nor noAudit(…)
    const silent = changeRoute({ ...rest, method: "post", handle: async () => ({}) });
    expect(silent).not.toHaveProperty("audit");
  });

  test("lets its handler record what it declares, and nothing else", () => {
    const declared = changeRoute({
      ...rest,
      method: "delete",
      audit: emits("monitor.delete"),
      handle: async ({ record }) => {
        record({ id: "monitor:1", action: "monitor.delete", metadata: {} });
        // @ts-expect-error it is another action
        record({ id: "monitor:1", action: "monitor.pause", metadata: {} });
        return {};
      },
    });
    expect(declared.audit.actions).toEqual(["monitor.delete"]);
    const without = changeRoute({
      ...rest,
      method: "post",
      audit: noAudit("it sends a test notice, and nothing changes"),
      handle: async ({ record }) => {
        // @ts-expect-error it declares that it emits nothing
        record({ id: "monitor:1", action: "monitor.delete", metadata: {} });
        return {};
      },
    });
    expect(without.audit.actions).toEqual([]);
  });

  test("is not for what only reads, and a route that reads has nothing to record with", () => {
    // @ts-expect-error a route that changes something is no GET
    changeRoute({ ...rest, method: "get", audit: noAudit("reads"), handle: async () => ({}) });
    const reading = readRoute({
      ...rest,
      handle: async (context) => {
        // @ts-expect-error there is no such thing here
        context.record;
        return {};
      },
    });
    expect(reading.method).toBe("get");
  });
});

describe("noAudit", () => {
  test("wants a reason", () => {
    expect(() => noAudit(" ")).toThrow("without a reason");
  });
});
