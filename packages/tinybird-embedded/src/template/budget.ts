import { syntaxError, TemplateError } from "./template-error.ts";

/** Units that one rendering may spend; a character of text costs one. */
const UNITS = 50_000_000;

/** Nesting of expressions, blocks and JSON beyond which a template is refused. */
export const MAX_DEPTH = 200;

const MAX_LENGTH = 20_000_000;
const MAX_ITEMS = 1_000_000;

/** Says that a rendering did too much; no `except` of a template catches it. */
export class BudgetError extends TemplateError {
  constructor(text: string) {
    super(syntaxError(text).message);
  }
}

/** Bounds the work of one rendering, so that no template and no parameter can hang the server. */
export class Budget {
  #left = UNITS;

  /** @throws {TemplateError} When the rendering has done too much. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetError("the template does too much work");
  }

  /** Pays for a text of this length before it is made. */
  text(length: number): void {
    if (length > MAX_LENGTH) throw new BudgetError("the template makes too long a text");
    this.spend(length);
  }

  /** Pays for a list of this length before it is made. */
  list(length: number): void {
    if (length > MAX_ITEMS) throw new BudgetError("the template makes too long a list");
    this.spend(length);
  }

  /** Pays for one more item on a list of this length. */
  item(length: number): void {
    if (length >= MAX_ITEMS) throw new BudgetError("the template makes too long a list");
    this.spend(8);
  }

  /** Pays for looking for one text in another, whose worst case is the product of the lengths. */
  search(text: string, wanted: string): void {
    this.spend(text.length + (text.length * wanted.length) / 256);
  }
}
