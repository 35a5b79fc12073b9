import type { Directive } from "./known-directives.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid } from "./statement-value.ts";

/** Directives of one file or node, each found by its name. */
export class DirectiveSet {
  readonly #statements = new Map<Directive, DirectiveStatement>();

  /**
   * Adds a directive that may come once.
   *
   * @throws {DatafileError} When it is there already.
   */
  add(statement: DirectiveStatement): void {
    const first = this.#statements.get(statement.directive);
    if (first !== undefined) {
      throw invalid(statement, `it must come once: it stands on line ${first.line} too`);
    }
    this.#statements.set(statement.directive, statement);
  }

  get(directive: Directive): DirectiveStatement | undefined {
    return this.#statements.get(directive);
  }

  /** Gives what `read` makes of the directive, or nothing if it is absent. */
  read<T>(directive: Directive, read: (statement: DirectiveStatement) => T): T | undefined {
    const statement = this.#statements.get(directive);
    return statement === undefined ? undefined : read(statement);
  }

  values(): DirectiveStatement[] {
    return [...this.#statements.values()];
  }
}
