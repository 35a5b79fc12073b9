import { defineAction, defineCatalog } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { FrozenFiles } from "../frozen/frozen-files.ts";
import { planFreeze } from "../frozen/plan-freeze.ts";
import { compatibilityReport, isFrozen } from "./compatibility-report.ts";
import { describeReport } from "./describe-report.ts";

const none: FrozenFiles = { schemas: new Map(), samples: new Map() };
const one = defineAction("site.rename").version(1, z.strictObject({ name: z.string() }));
const wider = z.strictObject({ name: z.string(), reason: z.string().optional() });
const frozen = planFreeze(defineCatalog([one]), none);
const withTwo = planFreeze(defineCatalog([one.version(2, wider, (v1) => v1)]), none);

describe("compatibilityReport", () => {
  test("compares a new version with the one before it", () => {
    const report = compatibilityReport(frozen, { ...withTwo, samples: frozen.samples });
    expect(report).toEqual({
      added: [
        {
          action: "site.rename",
          version: 2,
          mode: "BACKWARD",
          differences: [
            {
              kind: "optional property added",
              path: "metadata.reason",
              breaks: "FORWARD",
            },
          ],
        },
      ],
      changed: [],
      removed: [],
      samplesLost: [],
    });
    expect(isFrozen(report)).toBe(true);
    expect(describeReport(report)).toEqual([
      "site.rename v2 is new: BACKWARD compatible with v1",
      "  metadata.reason: optional property added; breaks FORWARD",
    ]);
  });

  test("compares the first version with nothing", () => {
    const report = compatibilityReport(none, frozen);
    expect(report.added).toEqual([{ action: "site.rename", version: 1 }]);
    expect(describeReport(report)).toEqual(["site.rename v1 is new"]);
  });

  test("says that nothing happened", () => {
    const report = compatibilityReport(frozen, frozen);
    expect(isFrozen(report)).toBe(true);
    expect(describeReport(report)).toEqual(["no version is new, changed or removed"]);
  });

  test("finds a released schema and a frozen sample that were written anew", () => {
    const schema = z.strictObject({ name: z.string().max(9).nullable() });
    const changed = defineAction("site.rename").version(1, schema);
    const report = compatibilityReport(frozen, planFreeze(defineCatalog([changed]), none));
    expect(isFrozen(report)).toBe(false);
    expect(describeReport(report)).toEqual([
      "site.rename v1 CHANGED, and was released: compatible in no direction (NONE) with what it was",
      "  metadata.name: nullable added; breaks FORWARD",
      "  metadata.name: maximum length tightened (none → 9); breaks BACKWARD",
    ]);
    const samples = new Map([["site.rename.v1.ndjson", ""]]);
    expect(describeReport(compatibilityReport(frozen, { ...frozen, samples }))).toEqual([
      'site.rename.v1.ndjson: the sample "minimal" CHANGED or went, and was frozen',
      'site.rename.v1.ndjson: the sample "full" CHANGED or went, and was frozen',
    ]);
  });

  test("finds a released schema that is gone", () => {
    const report = compatibilityReport(frozen, { ...frozen, schemas: new Map() });
    expect(isFrozen(report)).toBe(false);
    expect(describeReport(report)).toEqual(["site.rename v1 was REMOVED, and was released"]);
  });

  test("finds a released schema that changed in its words alone", () => {
    const schemas = new Map(
      [...frozen.schemas].map(([file, text]) => [file, text.replace('"title"', '"description"')]),
    );
    const { changed } = compatibilityReport(frozen, { ...frozen, schemas });
    expect(changed).toMatchObject([{ mode: "FULL", differences: [] }]);
  });
});
