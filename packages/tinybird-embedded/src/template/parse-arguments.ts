import type { Expression, GivenArguments } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { isComprehension, parseComprehension } from "./parse-comprehension.ts";
import { syntaxError } from "./template-error.ts";

/** Reads the arguments of a call, brackets included. */
export function parseArguments(grammar: ExpressionGrammar): GivenArguments {
  const { cursor } = grammar;
  const positional: Expression[] = [];
  const keywords: [string, Expression][] = [];
  cursor.expect("(");
  while (!cursor.takeIf(")")) {
    const { kind, text, line } = cursor.peek();
    if (kind === "name" && cursor.isNext("=", 1)) {
      cursor.take();
      cursor.take();
      if (keywords.some(([name]) => name === text)) {
        throw syntaxError(`keyword argument repeated: ${text}`, line);
      }
      keywords.push([text, grammar.expression()]);
    } else {
      if (keywords.length > 0) throw cursor.unexpected("a keyword argument must come");
      const first = grammar.expression();
      positional.push(
        isComprehension(grammar) ? parseComprehension(grammar, "list", first) : first,
      );
    }
    if (!cursor.isNext(")")) cursor.expect(",");
  }
  return { positional, keywords };
}
