import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { type Action, defineAction, InvalidActionError } from "./action.ts";

const named = z.strictObject({ name: z.string() });
const weighed = z.strictObject({ title: z.string(), weight: z.enum(["light", "heavy"]) });
const start = defineAction("site.rename").version(1, named);
const full = start.version(2, weighed, (v1) => ({ title: v1.name, weight: "light" }));

describe("defineAction", () => {
  test("gives a frozen object at each step and leaves the one before as it was", () => {
    expect(start.versions).toHaveLength(1);
    expect(full.versions.map(({ number }) => number)).toEqual([1, 2]);
    expect(full.latest).toBe(2);
    expect(Object.isFrozen(full) && Object.isFrozen(full.versions)).toBe(true);
  });

  test("takes schemas of zod's small form, from version 1 on", () => {
    const action = defineAction("site.rename")
      .version(1, mini.strictObject({ name: mini.string() }))
      .version(2, mini.strictObject({ title: mini.string() }), (v1) => ({ title: v1.name }));
    expectTypeOf(action).toEqualTypeOf<Action<"site.rename", 2, { title: string }>>();
    const [first] = action.versions;
    expect(first?.schema.safeParse({ name: "Home" }).success).toBe(true);
    expect(first?.schema.safeParse({ name: 1 }).success).toBe(false);
  });

  test("collects former names", () => {
    const action = full.formerly("site.renamed").formerly("page.rename");
    expect(action.formerNames).toEqual(["site.renamed", "page.rename"]);
    expect(action.latest).toBe(2);
  });

  test("infers name, latest version and metadata", () => {
    expectTypeOf(full).toEqualTypeOf<
      Action<"site.rename", 2, { title: string; weight: "light" | "heavy" }>
    >();
  });

  test.each(["rename", "Site.rename", "site.", "site.rename.now", "", "site rename"])(
    "refuses the name %j",
    (name) => {
      expect(() => defineAction(name)).toThrow(InvalidActionError);
    },
  );

  test("refuses a former name that is the name itself or there already", () => {
    expect(() => full.formerly("site.rename")).toThrow(/must be new/);
    expect(() => full.formerly("a.b").formerly("a.b")).toThrow(/must be new/);
  });

  test("refuses at run time what the compiler refuses too", () => {
    // @ts-expect-error version 3 does not follow version 1
    expect(() => start.version(3, weighed, () => ({ title: "", weight: "light" }))).toThrow(
      'Cannot define version 3 of "site.rename" as the next version must be 2',
    );
    // @ts-expect-error version 2 has no upcast
    expect(() => start.version(2, weighed)).toThrow(/must have an upcast from version 1/);
  });

  test("says why it is deprecated, keeps its versions, and refuses to say nothing", () => {
    const gone = full.deprecate("sites keep their names: emit site.update instead");
    expect(gone.deprecated).toBe("sites keep their names: emit site.update instead");
    expect(gone.versions).toEqual(full.versions);
    expect(full.deprecated).toBeUndefined();
    expect(() => full.deprecate(" ")).toThrow(/must say why/);
  });

  test("keeps a sentence until the next version, whose metadata it does not know", () => {
    const told = start.sentence(({ metadata }) => metadata.name);
    expect(told.formerly("site.renamed").template).toBeDefined();
    const next = told.version(2, weighed, (v1) => ({ title: v1.name, weight: "light" }));
    expect(next.template).toBeUndefined();
    // @ts-expect-error version 2 has no name
    next.sentence(({ metadata }) => metadata.name);
  });

  test("does not compile with an upcast that misses a field, or gives it another type", () => {
    // @ts-expect-error Property 'weight' is missing
    start.version(2, weighed, (v1) => ({ title: v1.name }));
    // @ts-expect-error "medium" is no weight
    start.version(2, weighed, () => ({ title: "", weight: "medium" }));
    // @ts-expect-error version 2 has no color
    start.version(2, weighed, (v1) => ({ title: v1.name, weight: "light", color: "red" }));
    // @ts-expect-error version 1 has no title
    start.version(2, weighed, (v1) => ({ title: v1.title, weight: "light" }));
  });
});
