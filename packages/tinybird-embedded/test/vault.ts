import { fileURLToPath } from "node:url";

/** Folder of a project with data that not every token may read. */
export const vault = fileURLToPath(new URL("./projects/vault", import.meta.url));
