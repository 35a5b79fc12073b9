import type { Expression } from "./expression.ts";

/** A part of a template; `line` is that of the template, from 1. */
export type TemplateNode =
  | { readonly kind: "text"; readonly line: number; readonly text: string }
  | {
      readonly kind: "output";
      readonly line: number;
      readonly expression: Expression;
      /** As written, for error messages. */
      readonly source: string;
    }
  | {
      readonly kind: "set";
      readonly line: number;
      readonly names: readonly string[];
      readonly value: Expression;
    }
  | {
      readonly kind: "for";
      readonly line: number;
      readonly names: readonly string[];
      readonly items: Expression;
      readonly body: readonly TemplateNode[];
    }
  | { readonly kind: "if"; readonly line: number; readonly branches: readonly Branch[] };

/** One of `{% if %}`, `{% elif %}`, `{% else %}`; the last has no test. */
export interface Branch {
  readonly test?: Expression;
  readonly body: readonly TemplateNode[];
}
