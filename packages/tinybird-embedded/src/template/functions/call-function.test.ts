import { describe, expect, test } from "vitest";
import { renderTemplate } from "../render-template.ts";

describe("callFunction", () => {
  test.each([
    ["{{ split_to_array(missing) }}", "['']"],
    ["{{ split_to_array(missing, 'a | b', separator='|') }}", "['a', 'b']"],
    ["{{ enumerate_with_last(['a']) }}", "[(True, 'a')]"],
    [
      "{{ sql_and(a__gt=1, b__lt=2, c__gte=3, d__lte=4, e__in=[5], f__not_in=(6, 7), g=None) }}",
      "a > 1 and b < 2 and c >= 3 and d <= 4 and e in [5] and f not in (6, 7)",
    ],
    ["{{ TABLE('a.b') }}", "a.b"],
    ["{{ JSON(missing, '[1]')[0] }}", "1"],
    ["{{ String(missing, defined=False) or 'none' }}", "'none'"],
    ["{{ Array(missing, 'Int8', defined=False) or 0 }}", "0"],
    ["{{ Array(missing, 'Float64', default='1,2') }}", "[1.0,2.0]"],
    ["{{ Array(missing, 'Boolean', default='0,true') }}", "[0,1]"],
    ["{{ Array(missing, 'UUID', default='a') }}", "['a']"],
    ["{{ tb_var('key') }}", "{key: String}"],
    ["{{ 'x' in Array(missing, 'String', 'x') }}", "True"],
  ])("gives for %s %s", (template, sql) => {
    expect(renderTemplate(`%${template}`, { parameters: {}, secrets: { key: "s" } }).sql).toBe(sql);
  });

  test.each([
    ["{{ nothing() }}", "'nothing' is not a valid function, line 1"],
    ["{{ constructor() }}", "'constructor' is not a valid function, line 1"],
    ["{{ activate('old') }}", "'old' is not a valid 'activate' argument"],
    ["{{ disable('parallel_replicas') }}", "'parallel_replicas' is not a valid 'disable' argument"],
    ["{{ backend_hint('a\\n; DROP') }}", "backend_hint() takes a name, line 1"],
    ["{% set x = map(1, [1]) %}", "'int' object is not callable, line 1"],
    ["{{ JSON('x') }}", "Error parsing JSON: 'x' - it is not valid JSON"],
    ["{{ JSON('[1, 2, 3, 4, 5, 6]]') }}", "Error parsing JSON: '[1, 2, 3, 4, 5, ...' - it"],
    ["{{ Array(1) }}", "transform type function Array is not well defined"],
    ["{{ columns(missing) }}", "Missing columns() default value, use `columns(column_names,"],
    ["{{ columns([1]) }}", "The 'columns' function expects a String not an Array"],
    ["{{ symbol(missing) }}", "symbol() has no value"],
    ["{{ table(1) }}", "table() takes one text"],
    ["{{ split_to_array(1) }}", "split_to_array() takes a text to split"],
    ["{{ enumerate_with_last(1) }}", "enumerate_with_last() takes a list"],
    ["{{ sql_and(a__like='b') }}", "operand like not supported"],
    ["{{ sql_unescape(missing, '%') }}", "Required parameter is not defined"],
    ["{{ cache_ttl('2s') }}", "Invalid TTL cache expression, valid expressions are ('5s', '1m',"],
    ["{{ max_threads('many') }}", "max_threads() takes a whole number, line 1"],
    ["{{ tb_secret('a-b', 'x') }}", "Cannot access secret 'a-b'."],
  ])("refuses %s", (template, message) => {
    expect(() => renderTemplate(`%${template}`, { parameters: {} })).toThrow(
      `Template Syntax Error: ${message}`,
    );
  });
});
