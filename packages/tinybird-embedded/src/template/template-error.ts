import type { JsonValue } from "./json-value.ts";

export type TemplateErrorCode = "template_error" | "custom_template_error";

interface TemplateErrorOptions {
  readonly code?: TemplateErrorCode;
  readonly status?: number;
  readonly body?: JsonValue;
  readonly cause?: unknown;
}

/** Says why a template cannot be rendered; the message is the text that Tinybird answers with. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  /** `custom_template_error` when the template itself asked for it, by `error` or `custom_error`. */
  readonly code: TemplateErrorCode;
  /** HTTP status of the answer. */
  readonly status: number;
  /** What `custom_error` was given, when that is no text. */
  readonly body?: JsonValue;

  constructor(message: string, options: TemplateErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? "template_error";
    this.status = options.status ?? 400;
    if (options.body !== undefined) this.body = options.body;
  }
}

/** Makes an error as Tinybird words it, with the line of the template if one is to blame. */
export function syntaxError(text: string, line?: number, cause?: unknown): TemplateError {
  const place = line === undefined ? "" : `, line ${line}`;
  return new TemplateError(`Template Syntax Error: ${text}${place}`, { cause });
}
