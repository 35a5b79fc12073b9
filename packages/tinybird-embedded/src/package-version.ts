import { readFileSync } from "node:fs";

// Our own package.json, which npm does not publish without a version.
const { version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { readonly version: string };

/** The version of this package. */
export const packageVersion = version;
