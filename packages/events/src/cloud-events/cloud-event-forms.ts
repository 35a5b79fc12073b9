import { isWellFormed } from "../json.ts";
import { type Problem, show } from "../problem.ts";
import { type CloudEventOptions, InvalidCloudEventError } from "./cloud-event.ts";
import { readTime, writeTime } from "./rfc3339.ts";

/** A value's form as an attribute. What is read back and written again is the same text, times aside. */
export interface AttributeForm<Value> {
  /** What a text of this form must be. */
  readonly must: string;
  write(value: Value): string;
  /** Gives the value, or undefined for a text that is not of this form. */
  read(text: string): Value | undefined;
}

/** The forms of all attributes that are read back. */
export interface CloudEventForms {
  readonly type: AttributeForm<{ readonly action: string; readonly version: number }>;
  readonly source: AttributeForm<string>;
  readonly text: AttributeForm<string>;
  readonly time: AttributeForm<number>;
  readonly schema: Pick<CloudEventForms["type"], "write"> | undefined;
}

/**
 * Gives the forms of attributes under these prefixes.
 *
 * Texts are as they are but for what CloudEvents allows in none, control characters and
 * noncharacters: these, and so the percent sign, are percent-encoded; `"%"` alone is the empty text.
 * Actions and workspaces are percent-encoded as in a URI. Writing expects well-formed Unicode.
 *
 * @throws {InvalidCloudEventError} for a prefix that would make an attribute invalid
 */
export function cloudEventForms(
  verb: "read" | "write",
  options: CloudEventOptions,
): CloudEventForms {
  const { typePrefix = "audit", sourcePrefix = "/workspaces/", schemaPrefix } = options;
  const wrong = [
    check("typePrefix", typePrefix, /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, "be words joined by dots"),
    check("sourcePrefix", sourcePrefix, uriReference, "begin a URI reference"),
    check("schemaPrefix", schemaPrefix ?? "a:b", absoluteUri, "begin an absolute URI"),
  ].filter((problem) => problem !== undefined);
  if (wrong.length > 0) throw new InvalidCloudEventError(verb, wrong);
  return {
    type: exact({
      must: `be "${typePrefix}.", an action, ".v" and a version`,
      write: ({ action, version }) => `${typePrefix}.${versioned(action, version)}`,
      read: (text) => {
        const [, action = "", version] =
          /^(.*)\.v(-?\d+)$/.exec(after(`${typePrefix}.`, text)) ?? [];
        if (version === undefined || !Number.isSafeInteger(Number(version))) return undefined;
        return { action: decodeURIComponent(action), version: Number(version) };
      },
    }),
    source: exact({
      must: `be "${sourcePrefix}" and a percent-encoded workspace`,
      write: (workspaceId) => `${sourcePrefix}${encodeURIComponent(workspaceId)}`,
      read: (text) => decodeURIComponent(after(sourcePrefix, text)),
    }),
    text: exact({
      must: "be a text with control characters and the percent sign percent-encoded",
      write: (text) => (text === "" ? "%" : text.replaceAll(notAllowed, encodeURIComponent)),
      read: (text) => {
        if (!isWellFormed(text)) return undefined;
        return text === "%" ? "" : decodeURIComponent(text);
      },
    }),
    time: { must: "be a time of RFC 3339", write: writeTime, read: readTime },
    schema:
      schemaPrefix === undefined
        ? undefined
        : { write: ({ action, version }) => `${schemaPrefix}${versioned(action, version)}` },
  };
}

const notAllowed = /[%\p{Cc}\p{Noncharacter_Code_Point}]/gu;
const uriReference = /^(?:[a-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;
const absoluteUri = /^[a-z][a-z0-9+.-]*:(?:[a-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;

function check(option: string, value: unknown, form: RegExp, must: string): Problem | undefined {
  if (typeof value === "string" && form.test(value)) return undefined;
  return { path: `options.${option}`, must, value: show(value) };
}

function versioned(action: string, version: number): string {
  return `${encodeURIComponent(action)}.v${version}`;
}

/** Two texts that mean one value would be two sources, or two ids, to whoever compares them. */
function exact<Value>(form: AttributeForm<Value>): AttributeForm<Value> {
  return {
    ...form,
    read: (text) => {
      try {
        const value = form.read(text);
        return value !== undefined && form.write(value) === text ? value : undefined;
      } catch {
        // Not the reason: all that `decodeURIComponent` says is that the text is not of this form.
        return undefined;
      }
    },
  };
}

function after(prefix: string, text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : "";
}
