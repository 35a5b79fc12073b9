import { fileURLToPath } from "node:url";

/** Folder of the project that most tests serve. */
export const shop = fileURLToPath(new URL("projects/shop", import.meta.url));

/** Folder of a project with one of each kind of mistake. */
export const mistakes = fileURLToPath(new URL("projects/mistakes", import.meta.url));
