import { PythonError } from "../python-error.ts";
import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import { parseInteger } from "./integer-type.ts";
import type { TemplateFunction } from "./template-function.ts";

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
