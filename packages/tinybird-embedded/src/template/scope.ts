import { PYTHON_BUILTINS } from "./python-builtins.ts";
import { syntaxError } from "./template-error.ts";
import type { Value } from "./value.ts";

/** Names that a template reads: what it has set itself, else the parameters of the request. */
export class Scope {
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #locals = new Map<string, Value>();
  readonly #assigned: ReadonlySet<string>;

  /** `assigned` are the names that the template sets anywhere: to Python these are local. */
  constructor(parameters: ReadonlyMap<string, Value>, assigned: ReadonlySet<string>) {
    this.#parameters = parameters;
    this.#assigned = assigned;
  }

  set(name: string, value: Value): void {
    this.#locals.set(name, value);
  }

  /**
   * Gives the value of a name; None for a parameter that the request does not have.
   *
   * @throws {TemplateError} When the template sets the name later, or Python has a builtin of that
   * name, which Tinybird would read in place of the missing parameter.
   */
  get(name: string, line: number): Value {
    const local = this.#locals.get(name);
    if (local !== undefined) return local;
    if (this.#assigned.has(name)) {
      throw syntaxError(
        `cannot access local variable '${name}' where it is not associated with a value`,
        line,
      );
    }
    const parameter = this.#parameters.get(name);
    if (parameter !== undefined) return parameter;
    if (!PYTHON_BUILTINS.has(name)) return null;
    throw syntaxError(
      `Cannot read the missing parameter "${name}" as Tinybird reads the Python builtin of that name: rename it`,
      line,
    );
  }
}
