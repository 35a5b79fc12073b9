import { InvalidOptionError } from "./invalid-option-error.ts";

/** @throws {InvalidOptionError} when options are given and are no object */
export function checkOptions(what: string, options: unknown): void {
  if (typeof options === "object" && options !== null) return;
  throw new InvalidOptionError({ what, option: "options", must: "be an object", value: options });
}
