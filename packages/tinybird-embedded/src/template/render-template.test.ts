import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderTemplate } from "./render-template.ts";
import { TemplateError } from "./template-error.ts";

type Parameters = Record<string, string | readonly string[]>;

describe("renderTemplate", () => {
  test("gives a text without % back as it is", () => {
    const sql = "SELECT '{{ String(x) }}' -- {% if %}";
    expect(renderTemplate(sql, { parameters: {} })).toEqual({ sql, bindings: {} });
  });

  // What Tinybird renders from the same template and parameters.
  test.each<[string, Parameters, string]>([
    ["select {{Float32(foo)}}", { foo: "-1" }, "select toFloat32('-1.0')"],
    ["{% if defined(open) %}A{% else %}B{% end %}", {}, "B"],
    ["str = {{foo}}", { foo: "test" }, "str = 'test'"],
    ["f = {{foo}}", { foo: "';drop table users;" }, "f = '\\';drop table users;'"],
    ["{{Boolean(foo)}}", { foo: "FALSE" }, "0"],
    ["{{Boolean(foo)}}", {}, "0"],
    ["{{Boolean(foo, True)}}", {}, "1"],
    ["from {{symbol(foo)}}", { foo: '"table-name"' }, "from `table-name`"],
    ["from {{table(foo)}}", { foo: '"table_name"' }, "from table_name"],
    ["{% if test %}1{% else %} 2 {% end %}", {}, " 2 "],
    ["{% if Int32(test, 1) %}1{% else %}2{% end %}", {}, "1"],
    ["a > {{Float32(v)}} {% if defined(c) %}{{c}}{% end %}", { v: "1.0" }, "a > toFloat32('1.0') "],
    ["{{sql_and(a=a, b=b)}}", { a: "1", b: "2" }, "a = '1' and b = '2'"],
    ["{{sql_and(a=a, b=b)}}", { b: "2" }, "b = '2'"],
    ["{{sql_and(a=Int(a, defined=False), b=Int(b, defined=False))}}", { b: "2" }, "b = 2"],
    ["{{sql_and(a__in=Array(a), b=b)}}", { a: "a,b,c", b: "2" }, "a in ['a','b','c'] and b = '2'"],
    ["{{sql_and(a__not_in=Array(a))}}", { a: "a,b" }, "a not in ['a','b']"],
    ["> {{DateTime(start)}}", { start: "2018-09-07 23:55:00" }, "> '2018-09-07 23:55:00'"],
    ["{{Array(foo)}}", { foo: "a,b,c,d" }, "['a','b','c','d']"],
    ["{{Array(foo, 'Int32')}}", { foo: "1,2,3,4" }, "[1,2,3,4]"],
    ["{{Array(foo, 'String', 'pre,pro')}}", {}, "['pre','pro']"],
    ["{{Array(foo, 'String', 'pre,pro')}}", { foo: ["hi", "hello"] }, "['hi','hello']"],
    ["{{max_threads(2)}} SELECT 1", {}, "-- max_threads 2\n SELECT 1"],
    ["{{String(foo, 'test')}}", {}, "'test'"],
    ["{{column(agg)}}", { agg: '"foo"' }, "`foo`"],
    ["{{column(agg)}}", { agg: "json.a" }, "`json`.`a`"],
    ["{{columns(agg, 'a,b,c')}}", {}, "`a`,`b`,`c`"],
    ["{{columns('a, b', fn='max')}}", {}, "max(`a`) as `a`,max(`b`) as `b`"],
    ["like {{sql_unescape(String(p), '%')}}", { p: "best_%" }, "like 'best_%'"],
    ["{{String(f)}}", { f: 'a."t r"' }, "'a.\\\"t r\\\"'"],
    ["{{Int256(f)}}", { f: `-${2n ** 255n}` }, `toInt256('-${2n ** 255n}')`],
    ["{{DateTime64(v, '2020-09-09 10:10:10.000')}}", {}, "'2020-09-09 10:10:10.000'"],
    ["0{% for kv in JSON(p) %} OR {{kv['dp']}}{% end %}", {}, "0"],
    [
      "0{% for kv in JSON(p) %} OR {{kv['dp']}}{% end %}",
      { p: '[{"dp":"Design"},{"dp":"It\'s"}]' },
      "0 OR 'Design' OR 'It\\'s'",
    ],
    [
      "{% if defined(test) %}{% set _g = ','.join(test) %}{{Array(test, 'String')}} {{_g}}{% end %}",
      { test: "1,2" },
      "['1','2'] '1,2'",
    ],
    [
      "{% if defined(test) %}{% set t = sum(test) %}{{Array(test, 'Int32')}} {{t}}{% end %}",
      { test: "1,2" },
      "[1,2] 3",
    ],
    ["{{String(p)}}", { p: "100%" }, "'100\\%'"],
    ["{{Array(p, 'String')}}", { p: "100%" }, "['100\\\\\\%']"],
    ["{{Int(limit, 10,)}}", {}, "10"],
    [
      "{{symbol(split_to_array(attr, 'amount_net')[0] + '_intermediate')}}",
      {},
      "`amount_net_intermediate`",
    ],
    [
      "{% for last, x in enumerate_with_last(split_to_array(xs)) %}{{x}}{% if not last %},{% end %}{% end %}",
      { xs: "a, b" },
      "'a','b'",
    ],
    ["{{Int32(x) + 1}}", { x: "5" }, "6"],
    ["{# no #}a{% comment no %}b{{!c}}", {}, "ab{{c}}"],
    // Tinybird reads Python's builtin where no parameter has its name.
    ["{% if defined(type) %}{{String(type)}}{% end %}", {}, "'<class \\'type\\'>'"],
    ["{{String(id)}}", {}, "'<built-in function id>'"],
    ["{{String(id)}}", { id: "7" }, "'7'"],
    ["{% for a in [1,2,3] %}{% if a == 2 %}{% continue %}{% end %}{{a}}{% end %}", {}, "13"],
    ["{% for a in [1,2,3] %}{% if a == 2 %}{% break %}{% end %}{{a}}{% else %}E{% end %}", {}, "1"],
    ["{% for a in [] %}{{a}}{% else %}E{% end %}", {}, "E"],
    ["{% for a in [1] %}{% for b in [1,2] %}{% break %}{% end %}{{b}}{% end %}", {}, "1"],
    ["{% set n = 3 %}{% while n %}{{n}}{% set n -= 1 %}{% else %}E{% end %}", {}, "321E"],
    [
      "{% set n = 0 %}{% while True %}{% set n += 1 %}{% if n > 2 %}{% break %}{% end %}{{n}}{% end %}",
      {},
      "12",
    ],
    ["{% try %}a{{ Int32(x) }}b{% except %}c{% end %}", { x: "no" }, "ac"],
    [
      "{% try %}{{ Int32(x) }}{% except ValueError as e %}{{ e }}{% else %}E{% finally %}F{% end %}",
      { x: "1" },
      "toInt32('1')EF",
    ],
    ["{% try %}{% set a = {}['k'] %}{% except (TypeError, KeyError) %}k{% end %}", {}, "k"],
    [
      "{% try %}{% set a = 1 / 0 %}{% except ArithmeticError as e %}{{e}}{% end %}",
      {},
      "'division by zero'",
    ],
    ["{% try %}{{ error('x') }}{% except %}caught{% finally %}!{% end %}", {}, "caught!"],
    ["{% for a in [1,2] %}{% try %}{% break %}{% finally %}F{% end %}{% end %}", {}, "F"],
    [
      "{% set l = [] %}{% for i in range(3) %}{% set l.append(i) %}{% end %}{{ l }}",
      {},
      "[0, 1, 2]",
    ],
    ["{% set d = {} %}{% set d['a'] = 1 %}{% set d['a'] += 1 %}{{ d['a'] }}", {}, "2"],
    ["{% set a = b = 1 %}{% set (c, d), e = [2, 3], 4 %}{{a}}{{b}}{{c}}{{d}}{{e}}", {}, "11234"],
    ["{% for i, (a, b) in enumerate([('x', 1)]) %}{{i}}{{a}}{{b}}{% end %}", {}, "0'x'1"],
    ["{% set x = [c.upper() for c in p] %}{{ x }}", { p: "ab" }, "['A', 'B']"],
    ["{% set x = [p for p in p] %}{{ p }}", { p: "ab" }, "'ab'"],
    ["{% set y = f'{p}!' %}{{ f'{y}' }}", { p: "it's" }, "'it\\'s!'"],
    [
      "{{ activate('parallel_replicas') }}{{ disable('analyzer') }}",
      {},
      "-- activate parallel_replicas\n-- disable analyzer\n",
    ],
    [
      "{{ backend_hint('ch1') }}{{ backend_hint(False) }}",
      {},
      "-- backend_hint ch1\n-- backend_hint False\n",
    ],
    ["{{ 'a' if defined(x) else 'b' }}", {}, "'b'"],
    ["{% whitespace all %}a", {}, "a"],
  ])("renders %s with %j", (template, parameters, sql) => {
    expect(renderTemplate(`%${template}`, { parameters }).sql).toBe(sql);
  });

  test.each<[string, Parameters, string]>([
    [
      "{{String(a)}} {{String(c, 'shirts')}} {{Int32(b)}}",
      {},
      "Template Syntax Error: Required parameter is not defined. Check the parameters a and b. Please provide a value or set a default value in the pipe code.",
    ],
    [
      "{{String(a)}}, {{String(b)}}, {{Int32(c)}}",
      { a: "1" },
      "Template Syntax Error: Required parameter is not defined. Check the parameters a, b and c. Please provide a value or set a default value in the pipe code.",
    ],
    [
      "{{Int32(x)}}",
      { x: "non_int" },
      "Template Syntax Error: Error validating 'non_int' to type Int32",
    ],
    ["{{Int32(x)}}", { x: "" }, "Template Syntax Error: Error validating '' to type Int32"],
    [
      "{{Array(e, 'Float32')}}",
      { e: "1,2, null" },
      "Template Syntax Error: Error validating [1,2, null][2] ( null) to type Float32",
    ],
    ["{{test}}", {}, 'Template Syntax Error: expression "test" evaluated to null'],
    [
      "{{testisasuperlongthingandwedont}}",
      {},
      'Template Syntax Error: expression "testisasuperlongthin..." evaluated to null',
    ],
    [
      "\n{{String(format)}}",
      { format: "x" },
      '"format" can not be used as a variable name, line 2',
    ],
    [
      "{{column(agg)}}",
      {},
      "Template Syntax Error: Missing column() default value, use `column(column_name, 'default_column_name')`",
    ],
    ["{{whatever(x)}}", {}, "Template Syntax Error: 'whatever' is not a valid function, line 1"],
    [
      "\n\n{% if a < 3 %}{% end %}",
      { a: "2" },
      "Template Syntax Error: '<' not supported between instances of 'str' and 'int', line 3",
    ],
    [
      "{% set x = x %}",
      { x: "1" },
      "Template Syntax Error: cannot access local variable 'x' where it is not associated with a value",
    ],
    ["{% for x in n %}{% end %}", {}, "'NoneType' object is not iterable, line 1"],
    ["{% for a, b in [1] %}{% end %}", {}, "cannot unpack non-iterable int object, line 1"],
    ["{{ JSON(x) }}", { x: "{}" }, 'Cannot write "JSON(x)" as SQL'],
    ["{{ {1, 2} }}", {}, 'Cannot write "{1, 2}" as SQL'],
    ["{{ [column('a')] }}", {}, "Cannot write"],
  ])("refuses %j with %j", (template, parameters, message) => {
    const error = failure(template, parameters);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ code: "template_error", status: 400 });
  });

  test("ends with the text and status that the template raises", () => {
    expect(failure("{% if not defined(x) %}{{ error('say x') }}{% end %}", {})).toMatchObject({
      code: "custom_template_error",
      status: 400,
      message: "say x",
    });
    expect(failure("{{ custom_error({'error': 'no', 'id': 7}, 404) }}", {})).toMatchObject({
      status: 404,
      message: "{'error': 'no', 'id': 7}",
      body: { error: "no", id: 7 },
    });
  });

  test("gives secrets as ClickHouse parameters, and what the template asks of the query", () => {
    const template = "%{{ tb_secret('key') }} {{ tb_secret('other', 'x') }}{{ cache_ttl('5m') }}";
    expect(renderTemplate(template, { parameters: {}, secrets: { key: "s3" } })).toEqual({
      sql: "{key: String} {other: String}-- cache_ttl 5m\n",
      bindings: { key: "s3", other: "x" },
      cacheTtl: "5m",
    });
    expect(failure("{{ tb_secret('key') }}", {}).message).toContain("Cannot access secret 'key'");
  });

  test("gives what the template asks of the query, and the time of the job", () => {
    const now = (): Date => new Date("2024-02-03T04:05:06.789Z");
    const settings = "%{{ activate('analyzer') }}{{ disable('analyzer') }}{{ backend_hint('a') }}";
    expect(renderTemplate(settings, { parameters: {} })).toMatchObject({
      activate: "analyzer",
      disable: "analyzer",
      backendHint: "a",
    });
    const template = "%{{ DateTime(job_timestamp) }}";
    expect(renderTemplate(template, { parameters: {}, now }).sql).toBe("'2024-02-03 04:05:06'");
    const parameters = { job_timestamp: "2020-01-01 00:00:00" };
    expect(renderTemplate(template, { parameters, now }).sql).toBe("'2020-01-01 00:00:00'");
  });

  test("leaves the lists of a request as they are", () => {
    const parameters = { x: ["a", "b"] };
    renderTemplate("%{% set x.append('c') %}", { parameters });
    expect(parameters).toEqual({ x: ["a", "b"] });
  });

  test("lets no parameter take the place of a function, nor reach a prototype", () => {
    const parameters = { len: "5", String: "x", column: "y" };
    expect(renderTemplate("%{{ len('abc') }} {{ String(len) }}", { parameters }).sql).toBe("3 '5'");
    const json = { p: '{"__proto__": {"a": "1"}, "b": "2"}' };
    const template = "%{{ JSON(p).get('a', 'none') }} {{ JSON(p)['__proto__']['a'] }}";
    expect(renderTemplate(template, { parameters: json }).sql).toBe("'none' '1'");
    expect(failure("{{ x.constructor }}", { x: "1" }).message).toContain(
      "Invalid attribute constructor in {{ }}",
    );
    expect(failure("{% if x.constructor %}{% end %}", { x: "1" }).message).toContain(
      "'str' object has no attribute 'constructor', line 1",
    );
    expect(failure("{{ constructor }}", {}).message).toContain("evaluated to null");
  });

  test.each([
    `{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`,
    `{{ 1${"+1".repeat(5000)} }}`,
    `{% set x = ${"not ".repeat(5000)}1 %}`,
    "{% if 1 %}".repeat(1000),
    "{% for a in range(1000000000) %}x{% end %}",
    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x{% end %}{% end %}{% end %}",
    "{% set x = 'ab' %}{% for a in range(100) %}{% set x = x + x %}{% end %}",
    "{% set x = 9 %}{% for a in range(100) %}{% set x = x * x %}{% end %}",
    "{% set x = [1] %}{% for a in range(100000) %}{% set x = [x] %}{% end %}{{ x }}",
    `{{ JSON('${"[".repeat(5000)}') }}`,
    "{% while True %}{% end %}",
    "{% while True %}{% try %}{% while True %}{% end %}{% except %}{% finally %}{% end %}{% end %}",
    "{% set l = [1] %}{% for a in l %}{% set l.append(a) %}{% end %}",
    "{% set l = [1] %}{% while True %}{% set l.extend(l) %}{% end %}",
    "{% set x = [a for a in range(9999) for b in range(9999)] %}",
    "{% set x = {a: b for a in range(9999) for b in range(9999)} %}",
    "{% set x = 'a' * 1000000000 %}",
    "{% set x = [0] * 1000000000 %}",
    "{% set x = f'{1:999999999}' %}",
    "{% set x = '%999999999d' % 1 %}",
    "{% set x = '{:>999999999}'.format(1) %}",
    "{% set x = 'a'.ljust(999999999) + 'a'.zfill(999999999) %}",
    "{% set x = 'a' * 1000000 %}{% set y = x.join([x, x, x] * 10000) %}",
    "{% set x = 9 ** 9 ** 9 ** 9 %}",
    "{% set d = {} %}{% set d['a'] = d %}{% set x = str(d) %}",
    "{% set l = [] %}{% set l.append(l) %}{{ l }}",
    "{% set l = list(range(100000)) %}{% for a in l %}{% set x = sorted(l) %}{% end %}",
    "{% set l = list(range(100000)) %}{% for a in l %}{% set x = l.index(99999) %}{% end %}",
    "{% set l = list(range(100000)) %}{% for a in l %}{% set x = l == list(l) %}{% end %}",
    `{% set x = ${"[a for a in ".repeat(300)}1${"]".repeat(300)} %}`,
    "{% set a = [1] %}{% set b = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% set b = [b, b] %}{% end %}{% set x = a == b %}",
    "{% set a = [1] %}{% set b = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% set b = [b, b] %}{% end %}{% set x = a < b %}",
    "{% set a = [1] %}{% set b = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% set b = [b, b] %}{% end %}{% set x = str(a) %}",
    "{% set a = [1] %}{% set b = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% set b = [b, b] %}{% end %}{{ a }}",
    "{% set a = [1] %}{% set b = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% set b = [b, b] %}{% end %}{{ error(a) }}",
    "{% set a = (1,) %}{% for i in range(60) %}{% set a = (a, a) %}{% end %}{% set x = {a: 1} %}",
    "{% set a = (1,) %}{% for i in range(60) %}{% set a = (a, a) %}{% end %}{% set x = a in {1} %}",
    "{% try %}".repeat(1000),
    `{% set x = f'${"{".repeat(2001)}' %}`,
  ])("refuses what would not end, case %#", (template) => {
    expect(failure(template, {})).toBeInstanceOf(TemplateError);
  });

  test("never fails with anything but a TemplateError", () => {
    const piece = fc.constantFrom(
      ..."{{|}}|{%|%}|{#|#}| if | for | in | set | else | elif | end |x|y|=|(|)|[|]|{|}|,|:|.|String(x)|Array(x,'Int32')|JSON(x)|1|2.5|'a'|'|\"|not | and | or | is |None|==|<|+|-|*|/|//|%|.split(',')|.join(|len(|range(9)|while |try|except|finally|break|continue|f'{|}'|x.append(|+=|**|for y in |columns(x,'a',|column(|sql_and(a=|sql_unescape(x,'%')|\n".split(
        "|",
      ),
    );
    const templates = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join("")),
      fc.array(piece, { maxLength: 10 }).map((pieces) => `{{${pieces.join("")}}}`),
    );
    fc.assert(
      fc.property(templates, fc.string({ unit: "binary" }), (template, x) => {
        try {
          renderTemplate(`%${template}`, { parameters: { x } });
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function failure(template: string, parameters: Parameters): TemplateError {
  try {
    renderTemplate(`%${template}`, { parameters });
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`${template} renders`);
}
