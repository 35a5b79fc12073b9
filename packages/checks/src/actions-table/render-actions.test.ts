import { readFile } from "node:fs/promises";
import { defineAction, defineCatalog } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { actionMeanings } from "./action-meanings.ts";
import { actionsPage, actionsPagePath } from "./actions-page.ts";
import { renderActions } from "./render-actions.ts";

describe("actionsPage", () => {
  test("is what packages/docs/actions.md holds", async () => {
    const page = await readFile(actionsPagePath, "utf8").catch(() => "");
    expect(page, "run `npx -y pnpm@12 docs:actions`").toBe(await actionsPage());
  });
});

describe("renderActions", () => {
  const site = defineAction("site.open")
    .version(
      1,
      z.strictObject({
        host: z.string(),
        size: z.union([z.int(), z.enum(["small", "large"])]).optional(),
        tags: z.array(z.union([z.string(), z.null()])),
        owner: z.strictObject({ name: z.string(), age: z.number().optional() }),
        other: z.json(),
        kind: z.literal("web"),
        open: z.boolean(),
      }),
    )
    .formerly("site.opened")
    .sentence(({ entity, metadata }) => `${entity} opened at ${metadata.host}`);
  const row = (action: typeof site, meaning = "A site is there.") =>
    renderActions(defineCatalog([action]), new Map([["site.open", meaning]]))
      .trim()
      .split("\n")
      .at(-1);

  test("says name, former names, version, meaning, fields with their types, and a sentence", () => {
    const fields = [
      "`host: string`",
      '`kind: "web"`',
      "`open: boolean`",
      "`other: JSON`",
      "`owner: { name: string; age?: number }`",
      "`tags: (string \\| null)[]`",
      '`size?: integer \\| "small" \\| "large"`',
    ].join("<br>");
    expect(row(site)).toBe(
      `| \`site.open\`<br>formerly \`site.opened\` | 1 | A site is there. | ${fields} | site 1 opened at host |`,
    );
  });

  test("says why an action is deprecated, and keeps the table whole", () => {
    // Safe: a deprecated action differs in the type of its reason alone.
    const gone = site.deprecate("use a|b") as unknown as typeof site;
    expect(row(gone, "A | is\nthere.")).toContain(
      "| A \\| is there.<br>**Deprecated:** use a\\|b |",
    );
  });

  test("refuses an action that nobody has described", () => {
    expect(() => renderActions(defineCatalog([site]), new Map())).toThrow(
      'Cannot describe "site.open" as its definition must have a doc comment',
    );
  });

  test("refuses an action that it can make no example of", () => {
    const coded = defineAction("site.open").version(
      1,
      z.strictObject({ code: z.string().regex(/^\d$/) }),
    );
    const meanings = new Map([["site.open", "A site is there."]]);
    expect(() => renderActions(defineCatalog([coded]), meanings)).toThrow(
      'Cannot make an example of "site.open" as metadata.code',
    );
  });
});

describe("actionMeanings", () => {
  test("gives the doc comment above each definition as one line", () => {
    const source = `
/** What a check saw. */
const checkResult = {};

/**
 * A monitor exists
 * from now on.
 */
export const monitorCreate = defineAction("monitor.create").version(1, checkResult);

// 2: not a doc comment
export const monitorUpdate = defineAction(
  "monitor.update",
);
/** It is gone. */
export const monitorDelete = defineAction(
  "monitor.delete",
);`;
    expect([...actionMeanings(source)]).toEqual([
      ["monitor.create", "A monitor exists from now on."],
      ["monitor.delete", "It is gone."],
    ]);
  });
});
