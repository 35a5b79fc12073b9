/** A Python expression; `line` is that of the template, from 1. */
export type Expression =
  | { kind: "literal"; line: number; value: null | boolean | bigint | number | string }
  | { kind: "name"; line: number; name: string }
  | { kind: "formatted"; line: number; parts: readonly FormattedPart[] }
  | { kind: "list" | "tuple" | "set"; line: number; items: readonly Expression[] }
  | { kind: "dict"; line: number; entries: readonly (readonly [Expression, Expression])[] }
  | { kind: "call"; line: number; name: string; given: GivenArguments }
  | { kind: "method"; line: number; object: Expression; name: string; given: GivenArguments }
  | { kind: "attribute"; line: number; object: Expression; name: string }
  | { kind: "subscript"; line: number; object: Expression; index: Expression }
  | ({ kind: "slice"; line: number; object: Expression } & SliceBounds)
  | { kind: "unary"; line: number; operator: "-" | "+" | "not"; operand: Expression }
  | { kind: "binary"; line: number; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "compare"; line: number; first: Expression; rest: readonly Comparison[] }
  | { kind: "logic"; line: number; operator: "and" | "or"; operands: readonly Expression[] }
  | { kind: "conditional"; line: number; test: Expression; then: Expression; other: Expression }
  | Comprehension;

export interface SliceBounds {
  readonly from?: Expression;
  readonly to?: Expression;
  readonly step?: Expression;
}

/** `[a for b in c if d]`; a generator is a list here, as a template only ever goes through it. */
export interface Comprehension {
  readonly kind: "comprehension";
  readonly line: number;
  readonly result: "list" | "set" | "dict";
  /** The item, or the key of a dict. */
  readonly item: Expression;
  /** The value of a dict. */
  readonly value?: Expression;
  readonly clauses: readonly ComprehensionClause[];
}

/** `for b in c if d` */
export interface ComprehensionClause {
  readonly target: Target;
  readonly items: Expression;
  readonly tests: readonly Expression[];
}

/** What a value is assigned to. */
export type Target =
  | { readonly kind: "name"; readonly line: number; readonly name: string }
  | { readonly kind: "tuple"; readonly line: number; readonly items: readonly Target[] }
  | {
      readonly kind: "subscript";
      readonly line: number;
      readonly object: Expression;
      readonly index: Expression;
    };

/** A piece of an f-string: text, or a value with how it is written. */
export type FormattedPart =
  | string
  | {
      readonly value: Expression;
      readonly conversion?: "r" | "s" | "a";
      /** After the colon; it may hold values itself. */
      readonly spec?: Expression;
    };

export interface GivenArguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [string, Expression])[];
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

export type ComparisonOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not";

export interface Comparison {
  readonly operator: ComparisonOperator;
  readonly right: Expression;
}
