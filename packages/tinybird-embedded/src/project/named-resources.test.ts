import { describe, expect, test } from "vitest";
import { NamedResources } from "./named-resources.ts";

describe("NamedResources", () => {
  const resources = new NamedResources([["events", 1]], [["events__v3", 1]]);

  test("gives a thing by each of its names", () => {
    expect(resources.get("events")).toBe(1);
    expect(resources.get("events__v3")).toBe(1);
    expect(resources.has("events__v3")).toBe(true);
    expect(resources.has("events__v2")).toBe(false);
  });

  test("lists it once", () => {
    expect([...resources]).toEqual([["events", 1]]);
    expect(resources.size).toBe(1);
  });
});
