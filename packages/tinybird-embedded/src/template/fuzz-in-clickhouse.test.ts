import { Session } from "chdb";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { exactLiteral } from "./escape.ts";
import { renderTemplate } from "./render-template.ts";
import { TemplateError } from "./template-error.ts";

const PIECES =
  "'|\"|\\|%|`|\n|\r|\t|\0|\b|\x1a|,|.|--|/*|*/|;|#|{|}|{x:String}|{{|}}|{%|%}|{#|$$|$1|(|)|[|]|😀|é|\u2028|a|1| OR 1=1 |x'41'|\\x27|\\'|?|:|@".split(
    "|",
  );
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join("")),
);
const batches = fc.array(texts, { minLength: 1, maxLength: 25 });

const asString = (x: string): string => x.replaceAll("%", "\\%").replaceAll("\x1a", "\\z");
/** An array parameter has its texts escaped twice. */
const inArray = (x: string): string =>
  x.replace(/[%`]/g, "\\$&").replaceAll("\x1a", "\\z").replaceAll("%", "\\%");

describe("a parameter given to ClickHouse", () => {
  const session = new Session();
  afterAll(() => session.cleanup());

  /** Gives the values and the names of the columns of a SELECT of one row. */
  function row(sql: string): { values: unknown[]; names: string[] } {
    const answer: unknown = JSON.parse(session.query(sql, "JSONCompact"));
    // Safe: JSONCompact always has these two.
    const { meta, data } = answer as { meta: { name: string }[]; data: unknown[][] };
    expect(data).toHaveLength(1);
    return { values: data[0] ?? [], names: meta.map(({ name }) => name) };
  }

  function render(template: string, x: string): string {
    return renderTemplate(`%${template}`, { parameters: { x } }).sql;
  }

  test.each<[string, (x: string) => unknown]>([
    ["{{ String(x) }}", asString],
    ["{{ x }}", asString],
    ["{{ String(x) + x }}", (x) => asString(x + x)],
    ["{{ f'{x}|{x!s}' }}", (x) => asString(`${x}|${x}`)],
    ["{% set y = '{}-{}'.format(x, '%s' % x) %}{{ y }}", (x) => asString(`${x}-${x}`)],
    ["{% set y = ''.join([c for c in x]) %}{{ y }}", asString],
    ["{% try %}{{ Int8(x + 'a') }}{% except %}{{ String(x) }}{% end %}", asString],
    ["{% while True %}{{ JSON('{}').get('a', x) }}{% break %}{% end %}", asString],
    ["replaceAll({{ String(x) }}, '\\\\%', '%')", (x) => x.replaceAll("\x1a", "\\z")],
    ["{{ sql_unescape(x, '%') }}", (x) => x.replaceAll('"', "").replaceAll("\x1a", "\\z")],
    ["{{ Array(x, 'String') }}", (x) => x.split(",").map(inArray)],
    ["{{ Array(x) }}", (x) => x.split(",").map(inArray)],
    ["{{ Array(x, 'UUID') }}", (x) => x.split(",").map(inArray)],
    ["{{ split_to_array(x) }}", (x) => x.split(",").map((part) => part.trim())],
    ["{{ split_to_array(x, separator='--') }}", (x) => x.split("--").map((part) => part.trim())],
    ["{{ [x, 'b', (x, 1)[0]] }}", (x) => [x, "b", x]],
    ["{{ (x, [x]) }}", (x) => [x, [x]]],
    ["{{ x.split('a') }}", (x) => x.split("a")],
    [
      "[{% for last, v in enumerate_with_last(x.split('1')) %}{{ v }}{% if not last %},{% end %}{% end %}]",
      (x) => x.split("1").map(asString),
    ],
    ["[{% for v in Array(x) %}{{ v }},{% end %}'']", (x) => [...arrayText(x), ""]],
  ])("keeps its value in %s", (template, expected) => {
    fc.assert(
      fc.property(batches, (batch) => {
        const rendered = batch.map((x) => render(template, x));
        expect(row(`SELECT ${rendered.join("\n, ")}`).values).toEqual(batch.map(expected));
      }),
      { numRuns: 25 },
    );
  });

  test("keeps its value inside JSON", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const json = JSON.stringify({ k: x, l: [x] });
        const sql = render("SELECT {{ JSON(x)['k'] }}, {{ JSON(x).get('l') }}", json);
        expect(row(sql).values).toEqual([asString(x), [x]]);
      }),
      { numRuns: 200 },
    );
  });

  test.each(["Date", "DateTime", "DateTime64"])("keeps what %s lets through", (type) => {
    const start = { Date: "2024-01-02", DateTime: "2024-01-02 03:04:05" }[type];
    fc.assert(
      fc.property(texts, (rest) => {
        const x = (start ?? "2024-01-02 03:04:05.678") + rest;
        const sql = renderedOr(undefined, () => render(`SELECT {{ ${type}(x) }}, 1`, x));
        if (sql !== undefined) expect(row(sql).values).toEqual([asString(x), 1]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ...["Int8", "UInt16", "Int32", "UInt64", "Int128", "UInt256", "Float32", "Float64", "Int"],
    ...["Boolean", "JSON"],
  ])("gives one value, or an error, for %s", (type) => {
    const numbers = fc.oneof(
      texts,
      fc.bigInt().map(String),
      fc.double().map(String),
      fc.constantFrom(
        ..." 1|+1|1_0|0x10|1e5|-0|1.|.5|inf|-inf|nan|Infinity|١|１|1\n|\t7".split("|"),
      ),
    );
    fc.assert(
      fc.property(numbers, (x) => {
        const one = renderedOr(undefined, () => render(`{{ ${type}(x) }}`, x));
        const list = renderedOr(undefined, () => render(`{{ Array(x, '${type}') }}`, x));
        for (const sql of [one, list]) {
          const isText = type === "JSON";
          if (sql !== undefined && !isText)
            expect(row(`SELECT ${sql} AS v, 1`).names).toEqual(["v", "1"]);
        }
        if (one !== undefined && /^U?Int\d+$/.test(type)) {
          expect(row(`SELECT toString(${one})`).values).toEqual([BigInt(x).toString()]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each(["{{ symbol(x) }}", "{{ column(x) }}", "{{ columns(x) }}", "{{ columns(none, x) }}"])(
    "is the name of one column in %s",
    (template) => {
      fc.assert(
        fc.property(texts, (text) => {
          const x = ["\x1a", ".", ",", '"']
            .reduce((rest, one) => rest.replaceAll(one, ""), text)
            .trim();
          fc.pre(x !== "");
          const sql = `SELECT v AS ${render(template, x)} FROM (SELECT 1 AS v)`;
          expect(row(sql).names).toEqual([x.replaceAll("%", "\\%")]);
        }),
        { numRuns: 200 },
      );
    },
  );

  test("parts names by dots and commas, and by nothing else", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const one = (name: string): string => render("{{ symbol(x) }}", name);
        const dotted = (name: string): string => name.split(".").map(one).join(".");
        expect(render("{{ column(x) }}", x)).toBe(dotted(x));
        const list = x.split(",").map((name) => dotted(name.trim()));
        expect(render("{{ columns(x) }}", x)).toBe(list.join(","));
        expect(render("{{ columns(x, fn='max') }}", x)).toBe(
          list.map((name) => `max(${name}) as ${name}`).join(","),
        );
      }),
    );
  });

  test("is compared, and no more, in sql_and", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const from = `FROM (SELECT ${exactLiteral(asString(x))} AS a, ${exactLiteral(inArray(x))} AS b)`;
        const sql = render("SELECT {{ sql_and(a=String(x)) }}, {{ sql_and(b__in=[x]) }}", x);
        expect(row(`${sql} ${from}`).values).toEqual([1, inArray(x) === x ? 1 : 0]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    "{{ max_threads(x) }}",
    "{{ cache_ttl(x) }}",
    "{{ activate(x) }}",
    "{{ disable(x) }}",
    "{{ backend_hint(x) }}",
  ])("stays in its comment, or is refused, in %s", (template) => {
    fc.assert(
      fc.property(texts, (x) => {
        const sql = renderedOr("SELECT 1, 2", () => render(`SELECT 1 ${template}, 2`, x));
        expect(row(sql).values).toEqual([1, 2]);
      }),
      { numRuns: 300 },
    );
  });

  test("is a plain name, or refused, in table and as the function of columns", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const table = renderedOr("t", () => render("{{ table(x) }}", x));
        expect(table).toMatch(/^[A-Za-z0-9_.]+$/);
        const called = renderedOr("f(`a`) as `a`", () => render("{{ columns('a', fn=x) }}", x));
        expect(called).toMatch(/^(?:\w+\(`a`\) as `a`|`a`)$/);
      }),
    );
  });

  test("is bound, and never written, as a secret", () => {
    fc.assert(
      fc.property(texts, (value) => {
        const { sql, bindings } = renderTemplate(
          "%SELECT {{ tb_secret('s') }}, {{ tb_var('d', x) }}",
          {
            parameters: { x: value },
            secrets: { s: value },
          },
        );
        expect(sql).toBe("SELECT {s: String}, {d: String}");
        expect(bindings).toEqual({ s: value, d: value });
      }),
    );
  });
});

/** Gives the texts that a loop over `Array(x)` sees: the characters of the SQL. */
function arrayText(x: string): string[] {
  const sql = renderTemplate("%{{ Array(x) }}", { parameters: { x } }).sql;
  return [...sql].map(asString);
}

function renderedOr<T>(otherwise: T, work: () => string): string | T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) return otherwise;
    throw error;
  }
}
