import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import { writeOutput } from "../write-output.ts";
import type { TemplateFunction } from "./template-function.ts";

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["in", "in"],
  ["not_in", "not in"],
  ["gt", ">"],
  ["lt", "<"],
  ["gte", ">="],
  ["lte", "<="],
]);

/** `sql_and(a=1, b__in=Array(x))`: conditions joined by `and`; those without a value are left out. */
export const sqlAnd: TemplateFunction = {
  parameters: [],
  rest: "keywords",
  call: ({ keywords }) => {
    const conditions = [...keywords].flatMap(([keyword, value]) =>
      value === null ? [] : [`${leftSide(keyword)} ${writeOutput(value, keyword)}`],
    );
    return new SqlText(conditions.join(" and "), "expression");
  },
};

function leftSide(keyword: string): string {
  const at = keyword.lastIndexOf("__");
  if (at === -1) return `${keyword} =`;
  const operand = keyword.slice(at + 2);
  const operator = OPERATORS.get(operand);
  if (operator === undefined) throw syntaxError(`operand ${operand} not supported`);
  return `${keyword.slice(0, at)} ${operator}`;
}
