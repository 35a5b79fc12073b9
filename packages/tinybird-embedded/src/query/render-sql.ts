import type { ContentfulStatusCode } from "hono/utils/http-status";
import { RequestError } from "../request-error.ts";
import { type RenderedTemplate, renderTemplate } from "../template/render-template.ts";
import { TemplateError } from "../template/template-error.ts";

/** Values of a request's parameters by name; a list for one that came more than once. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * Evaluates the SQL of a node, or of a request, if it is a template.
 *
 * @throws {RequestError} With the template's own status and text.
 */
export function renderSql(sql: string, parameters: Parameters): RenderedTemplate {
  try {
    return renderTemplate(sql, { parameters });
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    const { message, body } = cause;
    throw new RequestError(httpStatus(cause.status), message, { cause }, body);
  }
}

function httpStatus(status: number): ContentfulStatusCode {
  // A template may name any number; one that is no status of an error would make a broken answer.
  const known = Number.isInteger(status) && status >= 400 && status <= 599;
  return (known ? status : 400) as ContentfulStatusCode;
}
