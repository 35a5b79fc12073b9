import { assign } from "./assign.ts";
import { BudgetError } from "./budget.ts";
import { evaluate } from "./evaluate-expression.ts";
import type { Evaluation } from "./evaluation.ts";
import { binary } from "./python-arithmetic.ts";
import { PythonError } from "./python-error.ts";
import { iterate } from "./subscript.ts";
import { syntaxError, TemplateError } from "./template-error.ts";
import type { Assignment, ErrorHandler, TemplateNode } from "./template-node.ts";
import { isTrue, typeName, type Value } from "./value.ts";
import { writeOutput } from "./write-output.ts";

/** Units of the budget that one node costs each time. */
const NODE_COST = 20;

/** How nodes end before the last of them, if they do. */
type Jump = "break" | "continue" | undefined;

/** Renders nodes to the end of `output`; what an error leaves there stays, as in Tinybird. */
export function renderNodes(
  nodes: readonly TemplateNode[],
  evaluation: Evaluation,
  output: string[],
): Jump {
  for (const node of nodes) {
    const jump = renderNode(node, evaluation, output);
    if (jump !== undefined) return jump;
  }
  return undefined;
}

function renderNode(node: TemplateNode, evaluation: Evaluation, output: string[]): Jump {
  evaluation.budget.spend(NODE_COST);
  switch (node.kind) {
    case "text":
      write(node.text, evaluation, output);
      return undefined;
    case "output":
      write(writeOutput(evaluate(node.expression, evaluation), node.source), evaluation, output);
      return undefined;
    case "set":
      runAssignment(node, evaluation);
      return undefined;
    case "for":
      return renderFor(node, evaluation, output);
    case "while":
      return renderWhile(node, evaluation, output);
    case "if": {
      const branch = node.branches.find(
        ({ test }) => test === undefined || isTrue(evaluate(test, evaluation)),
      );
      return branch && renderNodes(branch.body, evaluation, output);
    }
    case "try":
      return renderTry(node, evaluation, output);
    case "break":
    case "continue":
      return node.kind;
  }
}

function write(text: string, { budget }: Evaluation, output: string[]): void {
  budget.text(text.length);
  output.push(text);
}

function runAssignment({ targets, operator, value, line }: Assignment, evaluation: Evaluation) {
  const [target] = targets;
  if (operator === undefined || target === undefined || target.kind === "tuple") {
    const result = evaluate(value, evaluation);
    for (const one of targets) assign(one, result, evaluation, evaluate);
    return;
  }
  const before = evaluate(target, evaluation);
  const added = evaluate(value, evaluation);
  try {
    assign(target, binary(operator, before, added, evaluation.budget), evaluation, evaluate);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw syntaxError(error.message, line, error);
  }
}

function renderFor(
  { target, items, body, otherwise, line }: Extract<TemplateNode, { kind: "for" }>,
  evaluation: Evaluation,
  output: string[],
): Jump {
  const value = evaluate(items, evaluation);
  const list = iterate(value);
  if (list === undefined) {
    const error = new PythonError(`'${typeName(value)}' object is not iterable`);
    throw syntaxError(error.message, line, error);
  }
  evaluation.budget.list(list.length);
  for (const item of list) {
    assign(target, item, evaluation, evaluate);
    evaluation.budget.spend(NODE_COST);
    if (renderNodes(body, evaluation, output) === "break") return undefined;
  }
  return renderNodes(otherwise, evaluation, output);
}

function renderWhile(
  { test, body, otherwise }: Extract<TemplateNode, { kind: "while" }>,
  evaluation: Evaluation,
  output: string[],
): Jump {
  while (isTrue(evaluate(test, evaluation))) {
    if (renderNodes(body, evaluation, output) === "break") return undefined;
  }
  return renderNodes(otherwise, evaluation, output);
}

function renderTry(
  node: Extract<TemplateNode, { kind: "try" }>,
  evaluation: Evaluation,
  output: string[],
): Jump {
  const last = (): Jump => renderNodes(node.finally, evaluation, output);
  let jump: Jump;
  try {
    jump = renderTried(node, evaluation, output);
  } catch (error) {
    // A jump out of `finally` swallows the error, as in Python.
    const out = isCatchable(error) ? last() : undefined;
    if (out !== undefined) return out;
    throw error;
  }
  return last() ?? jump;
}

function renderTried(
  { body, handlers, otherwise }: Extract<TemplateNode, { kind: "try" }>,
  evaluation: Evaluation,
  output: string[],
): Jump {
  let jump: Jump;
  try {
    jump = renderNodes(body, evaluation, output);
  } catch (error) {
    if (!isCatchable(error)) throw error;
    const handler = handlers.find((one) => takes(one, error));
    if (handler === undefined) throw error;
    if (handler.as !== undefined) evaluation.scope.set(handler.as, errorText(error));
    const out = renderNodes(handler.body, evaluation, output);
    if (handler.as !== undefined) evaluation.scope.unset(handler.as);
    return out;
  }
  return jump ?? renderNodes(otherwise, evaluation, output);
}

function isCatchable(error: unknown): error is TemplateError {
  return error instanceof TemplateError && !(error instanceof BudgetError);
}

const BASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["KeyError", ["LookupError"]],
  ["IndexError", ["LookupError"]],
  ["ZeroDivisionError", ["ArithmeticError"]],
  ["OverflowError", ["ArithmeticError"]],
]);

function takes({ types }: ErrorHandler, { cause, code }: TemplateError): boolean {
  // Errors of Tinybird's functions are ValueErrors there, but for those a template raises itself.
  const own = cause instanceof PythonError ? cause.type : "ValueError";
  const isOwn = code === "custom_template_error";
  const kinds = ["Exception", "BaseException", ...(isOwn ? [] : [own, ...(BASES.get(own) ?? [])])];
  return types.length === 0 || types.some((type) => kinds.includes(type));
}

function errorText({ message, cause }: TemplateError): Value {
  return cause instanceof PythonError ? cause.message : message;
}
