/** Writes the page of all built-in actions. @module */
import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { actionsPage, actionsPagePath } from "./actions-table/actions-page.ts";

await writeFile(actionsPagePath, await actionsPage());
console.log(`wrote ${relative(process.env.INIT_CWD ?? process.cwd(), actionsPagePath)}`);
