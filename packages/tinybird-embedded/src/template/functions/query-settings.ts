import { PythonError } from "../python-error.ts";
import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import { parseInteger } from "./integer-type.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

const FEATURES: readonly string[] = ["analyzer", "parallel_replicas"];
/** Tinybird looks for the argument in the text `analyzer`, so a part of it passes there too. */
const DISABLED_FEATURES: readonly string[] = ["analyzer"];
/** What a hint may hold: a line end would lead out of the comment. */
const HINT = /^[\w.:@/ -]{0,200}$/;

const TTLS: readonly string[] = ["5s", "1m", "5m", "30m", "1h"];

/** `max_threads(n)`: asks for that many threads, and leaves a comment. */
export const maxThreads: TemplateFunction = {
  parameters: ["x"],
  required: 1,
  call: (given, { settings }) => {
    const threads = parseInteger("UInt16", str(given.get("x")));
    // Tinybird writes a wrong argument into the comment, from which a line end would lead out.
    if (threads === undefined) throw new PythonError("max_threads() takes a whole number");
    settings.maxThreads = Number(threads);
    return new SqlText(`-- max_threads ${threads}\n`, "expression");
  },
};

/** `cache_ttl('5s')`: asks for a cached answer, and leaves a comment. */
export const cacheTtl: TemplateFunction = {
  parameters: ["ttl_expression"],
  required: 1,
  call: (given, { settings }) => {
    const ttl = str(given.get("ttl_expression"));
    if (!TTLS.includes(ttl)) {
      const valid = `(${TTLS.map((known) => `'${known}'`).join(", ")})`;
      throw syntaxError(`Invalid TTL cache expression, valid expressions are ${valid}`);
    }
    settings.cacheTtl = ttl;
    return new SqlText(`-- cache_ttl ${ttl}\n`, "expression");
  },
};

/** `activate('analyzer')`: asks for a feature of ClickHouse, and leaves a comment. */
export const activate: TemplateFunction = {
  parameters: ["feature"],
  required: 1,
  call: (given, { settings }) => {
    settings.activate = feature("activate", given, FEATURES);
    return new SqlText(`-- activate ${settings.activate}\n`, "expression");
  },
};

/** `disable('analyzer')`: does without a feature of ClickHouse, and leaves a comment. */
export const disable: TemplateFunction = {
  parameters: ["feature"],
  required: 1,
  call: (given, { settings }) => {
    settings.disable = feature("disable", given, DISABLED_FEATURES);
    return new SqlText(`-- disable ${settings.disable}\n`, "expression");
  },
};

/** `backend_hint(name)`: asks for a machine, and leaves a comment; None and False ask for none. */
export const backendHint: TemplateFunction = {
  parameters: ["hint"],
  required: 1,
  call: (given, { settings }) => {
    const hint = given.get("hint");
    const text = str(hint);
    if (!HINT.test(text)) throw new PythonError("backend_hint() takes a name");
    if (hint === null || hint === false) delete settings.backendHint;
    else settings.backendHint = text;
    return new SqlText(`-- backend_hint ${text}\n`, "expression");
  },
};

function feature(name: string, given: BoundArguments, valid: readonly string[]): string {
  const text = str(given.get("feature"));
  if (valid.includes(text)) return text;
  throw syntaxError(`'${text}' is not a valid '${name}' argument`);
}
