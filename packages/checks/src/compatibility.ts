/** Tells how compatible the versions of the built-in actions are that two commits differ in. @module */
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { compatibilityReport, isFrozen } from "./compatibility/compatibility-report.ts";
import { describeReport } from "./compatibility/describe-report.ts";
import { frozenFilesAt } from "./compatibility/frozen-files-at.ts";
import { frozenFolders } from "./frozen/frozen-folders.ts";
import { readFrozenFiles } from "./frozen/read-frozen-files.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const command = new Command("compatibility")
  .description("Compare the frozen versions of two commits; fail where a released one changed.")
  .argument("[from]", "the older commit", "HEAD~1")
  .argument("[to]", "the newer commit; the working tree where it is left out")
  .option("--json", "print the report as JSON")
  .action(async (from: string, to: string | undefined, { json = false }: { json?: boolean }) => {
    const old = await frozenFilesAt(root, from);
    const now =
      to === undefined ? await readFrozenFiles(frozenFolders(root)) : await frozenFilesAt(root, to);
    const report = compatibilityReport(old, now);
    console.log(json ? JSON.stringify(report, null, 2) : describeReport(report).join("\n"));
    process.exitCode = isFrozen(report) ? 0 : 1;
  });
await command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
