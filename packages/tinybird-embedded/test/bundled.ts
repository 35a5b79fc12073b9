import { fileURLToPath } from "node:url";

/** Gives the file of a program that the set-up of a test run has bundled: main, parent or crash-parent. */
export function bundled(program: "main" | "parent" | "crash-parent"): string {
  return fileURLToPath(new URL(`../.bundled/${program}.js`, import.meta.url));
}
