import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { catalog } from "@audit/events";
import { actionMeanings } from "./action-meanings.ts";
import { renderActions } from "./render-actions.ts";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const sources = `${packages}events/src/actions/`;

/** Where the page of all built-in actions is. */
export const actionsPagePath = `${packages}docs/actions.md`;

/** Gives the page of all built-in actions, as their definitions say it now. */
export async function actionsPage(): Promise<string> {
  const files = (await readdir(sources)).filter((file) => /^(?!.*\.test\.ts$).*\.ts$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(`${sources}${file}`, "utf8")));
  return renderActions(catalog, new Map(texts.flatMap((text) => [...actionMeanings(text)])));
}
