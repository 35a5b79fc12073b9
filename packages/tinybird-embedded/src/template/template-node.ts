import type { BinaryOperator, Expression, Target } from "./expression.ts";

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
  | Assignment
  | {
      readonly kind: "for";
      readonly line: number;
      readonly target: Target;
      readonly items: Expression;
      readonly body: readonly TemplateNode[];
      /** Rendered when no `break` ended the loop. */
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly kind: "while";
      readonly line: number;
      readonly test: Expression;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | { readonly kind: "if"; readonly line: number; readonly branches: readonly Branch[] }
  | {
      readonly kind: "try";
      readonly line: number;
      readonly body: readonly TemplateNode[];
      readonly handlers: readonly ErrorHandler[];
      /** Rendered when nothing failed. */
      readonly otherwise: readonly TemplateNode[];
      readonly finally: readonly TemplateNode[];
    }
  | { readonly kind: "break" | "continue"; readonly line: number };

/** One of `{% if %}`, `{% elif %}`, `{% else %}`; the last has no test. */
export interface Branch {
  readonly test?: Expression;
  readonly body: readonly TemplateNode[];
}

/** `{% set %}`: any simple statement of Python that assigns, or an expression alone. */
export interface Assignment {
  readonly kind: "set";
  readonly line: number;
  /** From left to right; none for an expression alone. */
  readonly targets: readonly Target[];
  /** That of `+=` and its like. */
  readonly operator?: BinaryOperator;
  readonly value: Expression;
}

/** `{% except KeyError as e %}` */
export interface ErrorHandler {
  /** Names of the exceptions that it takes; all if empty. */
  readonly types: readonly string[];
  readonly as?: string;
  readonly body: readonly TemplateNode[];
}
