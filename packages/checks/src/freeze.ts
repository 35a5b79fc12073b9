/** Freezes released versions of the built-in actions, or checks what is frozen. @module */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { catalog } from "@audit/events";
import { Command } from "commander";
import { checkFrozen, freezeVersions } from "./frozen/freeze-versions.ts";
import { frozenFolders } from "./frozen/frozen-folders.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders = frozenFolders(root);

const command = new Command("freeze")
  .description("Write the schemas and samples of versions that are not frozen yet.")
  .option("--check", "write nothing, and fail where something released changed or is not frozen")
  .action(async ({ check = false }: { check?: boolean }) => {
    const { written, refused } = await (check ? checkFrozen : freezeVersions)(catalog, folders);
    for (const path of written) console.log(`wrote ${relative(root, path)}`);
    for (const line of refused) console.error(line);
    const versions = catalog.actions.reduce((sum, { versions }) => sum + versions.length, 0);
    if (refused.length === 0) console.log(`${versions} released versions are frozen`);
    else console.error(`\nNothing was written: ${refused.length} to settle`);
    process.exitCode = refused.length === 0 ? 0 : 1;
  });
await command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
