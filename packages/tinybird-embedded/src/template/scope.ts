import { pythonBuiltin } from "./python-builtins.ts";
import { syntaxError } from "./template-error.ts";
import type { Value } from "./value.ts";

/** Names that a template reads: what it has set itself, else the parameters of the request. */
export class Scope {
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #locals = new Map<string, Value>();
  /** Names of the comprehensions that are being worked out, the innermost last. */
  readonly #frames: Map<string, Value>[] = [];
  readonly #assigned: ReadonlySet<string>;

  /** `assigned` are the names that the template sets anywhere: to Python these are local. */
  constructor(parameters: ReadonlyMap<string, Value>, assigned: ReadonlySet<string>) {
    this.#parameters = parameters;
    this.#assigned = assigned;
  }

  set(name: string, value: Value): void {
    (this.#frames.at(-1) ?? this.#locals).set(name, value);
  }

  /** Takes a name back, as Python does at the end of an `except`. */
  unset(name: string): void {
    this.#locals.delete(name);
  }

  /** Gives what `work` gives, whose names do not outlive it. */
  within<T>(work: () => T): T {
    this.#frames.push(new Map());
    try {
      return work();
    } finally {
      this.#frames.pop();
    }
  }

  /**
   * Gives the value of a name: None for a parameter that the request does not have, unless Python
   * has a builtin of that name.
   *
   * @throws {TemplateError} When the template sets the name, and has not done so yet.
   */
  get(name: string, line: number): Value {
    for (let index = this.#frames.length - 1; index >= 0; index -= 1) {
      const inner = this.#frames[index]?.get(name);
      if (inner !== undefined) return inner;
    }
    const local = this.#locals.get(name);
    if (local !== undefined) return local;
    if (this.#assigned.has(name)) {
      throw syntaxError(
        `cannot access local variable '${name}' where it is not associated with a value`,
        line,
      );
    }
    return this.#parameters.get(name) ?? pythonBuiltin(name) ?? null;
  }
}
