import { describe, expect, onTestFinished, test, vi } from "vitest";
import { mistakes } from "../../test/shop.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { checkProject } from "./check-project.ts";
import type { CheckProgress } from "./check-report.ts";
import { printReport } from "./print-report.ts";

const datasource = "SCHEMA >\n    `id` String `json:$.id`\n\nENGINE MergeTree\n";

describe("checkProject", () => {
  test("finds one of each kind of mistake, and what works beside it", async () => {
    const seen: CheckProgress[] = [];
    const report = await checkProject(mistakes, {
      onProgress: (progress) => seen.push(progress),
    });
    await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot(
      "../../test/projects/mistakes/expected.json",
    );
    const printed = printReport(report, { width: 80, coloured: false });
    await expect(`${printed}\n`).toMatchFileSnapshot("../../test/projects/mistakes/expected.txt");
    expect(seen[0]).toEqual({ phase: "deploying", done: 0, total: 0 });
    expect(seen.at(-1)).toEqual({ phase: "tests", done: 9, total: 9 });
  });

  test("tells no secret of the environment", async () => {
    vi.stubEnv("SHOP_API_KEY", "a-long-secret");
    onTestFinished(() => void vi.unstubAllEnvs());
    const project = await temporaryProject({
      "shop.datasource": datasource,
      "leaks.pipe": "NODE n\nSQL >\n    SELECT id FROM shop WHERE toInt8('a-long-secret') = 1\n",
    });
    const { problems } = await checkProject(project);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.reason).toContain("'***'");
  });

  test("refuses a folder without datafiles, and one that is not there", async () => {
    const empty = await temporaryProject({ "README.md": "" });
    await expect(checkProject(empty)).rejects.toMatchObject({ code: "project_unreadable" });
    await expect(checkProject("/nowhere")).rejects.toMatchObject({ code: "project_unreadable" });
  });
});
