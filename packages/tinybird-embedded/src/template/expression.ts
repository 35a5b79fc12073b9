/** A Python expression; `line` is that of the template, from 1. */
export type Expression =
  | { kind: "literal"; line: number; value: null | boolean | bigint | number | string }
  | { kind: "name"; line: number; name: string }
  | { kind: "list" | "tuple"; line: number; items: readonly Expression[] }
  | { kind: "dict"; line: number; entries: readonly (readonly [Expression, Expression])[] }
  | { kind: "call"; line: number; name: string; given: GivenArguments }
  | { kind: "method"; line: number; object: Expression; name: string; given: GivenArguments }
  | { kind: "attribute"; line: number; object: Expression; name: string }
  | { kind: "subscript"; line: number; object: Expression; index: Expression }
  | { kind: "slice"; line: number; object: Expression; from?: Expression; to?: Expression }
  | { kind: "unary"; line: number; operator: "-" | "+" | "not"; operand: Expression }
  | { kind: "binary"; line: number; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "compare"; line: number; first: Expression; rest: readonly Comparison[] }
  | { kind: "logic"; line: number; operator: "and" | "or"; operands: readonly Expression[] }
  | { kind: "conditional"; line: number; test: Expression; then: Expression; other: Expression };

export interface GivenArguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [string, Expression])[];
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%";

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
