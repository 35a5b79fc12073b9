import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeIdentifier, escapeString, exactLiteral } from "./escape.ts";
import { renderTemplate } from "./render-template.ts";

const anyText = fc.string({ unit: "binary" });
const nastyText = fc
  .array(
    fc.constantFrom("'", '"', "\\", "%", "`", "\n", "\0", "\t", ",", "😀", "é", "{{", "--", "a"),
  )
  .map((parts) => parts.join(""));
const texts = fc.oneof(anyText, nastyText);

describe("escapeString", () => {
  test("escapes what Tinybird escapes", () => {
    expect(escapeString("a\0\r\b\t\x1a\n\"'\\%`é")).toBe("a\\0\\r\\b\\t\\z\\n\\\"\\'\\\\\\%\\`é");
  });

  test("makes a text that ClickHouse reads back, but for % and character 26", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = text.replaceAll("%", "\\%").replaceAll("\x1a", "\\z");
        expect(readLiteral(`'${escapeString(text)}'`)).toBe(expected);
      }),
    );
  });
});

describe("escapeIdentifier", () => {
  test("drops double quotes, as Tinybird does", () => {
    expect(escapeIdentifier('"a`b"')).toBe("a\\`b");
  });
});

describe("exactLiteral", () => {
  test("is read back exactly", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readLiteral(exactLiteral(text))).toBe(text);
      }),
    );
  });
});

describe("a parameter in SQL", () => {
  const render = (template: string, x: string): string =>
    renderTemplate(`%${template}`, { parameters: { x } }).sql;

  test("is one literal wherever String puts it", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const expected = x.replaceAll("%", "\\%").replaceAll("\x1a", "\\z");
        expect(readLiteral(render("{{ String(x) }}", x))).toBe(expected);
        expect(readLiteral(render("{{ x }}", x))).toBe(expected);
      }),
    );
  });

  test("survives sql_unescape(String(x), '%') without its double quotes", () => {
    fc.assert(
      fc.property(texts, (x) => {
        const literal = render("{{ sql_unescape(String(x), '%') }}", x);
        expect(readLiteral(literal)).toBe(x.replaceAll('"', "").replaceAll("\x1a", "\\z"));
      }),
    );
  });

  test.each([
    "{{ split_to_array(x) }}",
    "{{ Array(x, 'String') }}",
    "{{ Array(x) }}",
    "{{ [x, (x, x)] }}",
    "{{ x.split('a') }}",
    "{{ sql_and(c=x, d__in=Array(x)) }}",
    "{{ String(x) + String(x) }}",
    "{{ sql_unescape(String(x), 'n') }}",
    "{{ sql_unescape(x, '\"') }}",
    "{{ column(x) }} {{ columns(x) }} {{ symbol(x) }}",
    "{% for c in x %}{{ c }}{% end %}",
    "{% set y = 'v: ' + x.strip().upper() %}{{ y }}",
    "{% set y = str([x]) %}{{ y }}",
    "{{ String(Array(x)) }}",
  ])("leaves nothing outside quotes in %s", (template) => {
    const outside = bare(render(template, "b"));
    fc.assert(
      fc.property(texts, (x) => {
        fc.pre(x !== "");
        const rest = bare(render(template, x));
        // Only how many literals there are may differ.
        expect(rest.replace(/[\s,.?[\]]/g, "")).toMatch(/^(?:[a-z=?() ]*)$/);
        if (!/for|split|Array|column/.test(template)) expect(rest).toBe(outside);
      }),
    );
  });

  test.each([
    ["{{ table(x) }}", "a WHERE 1"],
    ["{{ table(x) }}", "a--"],
    ["{{ columns('a', fn=x) }}", "max(b), max"],
    ['{{ sql_unescape(x, "\'") }}', "'"],
    ["{{ sql_unescape(x, '\\\\') }}", "\\"],
    ["{{ sql_unescape(x) }}", "'"],
    ["{{ symbol(x, '') }}", "a b"],
    ["{{ max_threads(x) }}", "1\n; DROP"],
  ])("is refused where it could write SQL: %s", (template, x) => {
    expect(() => render(template, x)).toThrow("Template Syntax Error");
  });
});

const ESCAPES = new Map([..."0\0,r\r,b\b,t\t,n\n".split(",")].map((pair) => [pair[0], pair[1]]));

/** Reads one string literal as ClickHouse does; fails if there is more, or less. */
function readLiteral(sql: string): string {
  expect(sql).toMatch(/^'(?:[^'\\]|\\.)*'$/su);
  return sql.slice(1, -1).replace(/\\(.)/gsu, (whole, character: string) => {
    const named = ESCAPES.get(character);
    if (named !== undefined) return named;
    return /[%z]/.test(character) ? whole : character;
  });
}

/** Replaces literals and names in quotes by a question mark. */
function bare(sql: string): string {
  return sql.replace(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gsu, "?");
}
