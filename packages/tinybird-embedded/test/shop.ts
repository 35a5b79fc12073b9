import { fileURLToPath } from "node:url";

/** Folder of the project that most tests serve. */
export const shop = fileURLToPath(new URL("projects/shop", import.meta.url));
