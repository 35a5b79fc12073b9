import { fileURLToPath } from "node:url";

/** Folder of a project of Tinybird Classic, with what only Classic has. */
export const classic = fileURLToPath(new URL("projects/classic", import.meta.url));
