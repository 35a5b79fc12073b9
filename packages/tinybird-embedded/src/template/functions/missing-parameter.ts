import { syntaxError, TemplateError } from "../template-error.ts";

const TEXT = "Required parameter is not defined";

/** Makes the error for a parameter that has neither a value nor a default. */
export function missingParameter(): TemplateError {
  return syntaxError(TEXT);
}

/**
 * Gives the error as Tinybird words it: with all parameters of the template that have no default.
 *
 * Any other error comes back as it is.
 */
export function namingParameters(error: unknown, names: readonly string[]): unknown {
  const isMissing = error instanceof TemplateError && error.message.endsWith(`: ${TEXT}`);
  if (!isMissing || names.length === 0) return error;
  const last = names.at(-1) ?? "";
  const list = names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return syntaxError(
    `${TEXT}. Check the parameters ${list}. Please provide a value or set a default value in the pipe code.`,
  );
}
