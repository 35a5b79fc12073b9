import { describe, expect, test } from "vitest";
import { templateParameters } from "./template-parameters.ts";

describe("templateParameters", () => {
  test("lists nothing for what is no template", () => {
    expect(templateParameters("SELECT '{{ String(x) }}'")).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["{{Float32(v, -0.1)}}", [{ name: "v", type: "Float32", default: -0.1, required: false }]],
    [
      "{{String(d, 'test_1')}} {{Int8(v, default=3)}}",
      [
        { name: "d", type: "String", default: "test_1", required: false },
        { name: "v", type: "Int8", default: 3, required: false },
      ],
    ],
    [
      "{% if defined(a) and defined(b) %}1{% end %}",
      [
        { name: "a", type: "String", required: false },
        { name: "b", type: "String", required: false },
      ],
    ],
    [
      "{{Array(c, 'Int16', defined=False)}}",
      [{ name: "c", type: "Array(Int16)", required: false }],
    ],
    ["{{Array(c)}}", [{ name: "c", type: "Array(String)", required: true }]],
    ["{{c}}", [{ name: "c", type: "String", required: true }]],
    ["{% if c %}{% end %}", [{ name: "c", type: "String", required: false }]],
    [
      "{{Int64(c, 9223372036854775807)}}",
      [{ name: "c", type: "Int64", default: "9223372036854775807", required: false }],
    ],
    [
      "{{String(d, description='what', required=True, enum=['a', 'b'], format='f', example='e')}}",
      [
        {
          name: "d",
          type: "String",
          required: true,
          description: "what",
          enum: ["a", "b"],
          format: "f",
          example: "e",
        },
      ],
    ],
    [
      "{% if defined(x) %}{{ DateTime(x, description='when') }}{% end %}",
      [{ name: "x", type: "DateTime", required: false, description: "when" }],
    ],
    [
      "id = {{ sql_unescape(String(id_), '%') }}",
      [{ name: "id_", type: "String", required: true }],
    ],
    [
      "{% set n = Int32(m, 1 + 1) %}{% for i in range(n) %}{{ i }}{% end %}",
      [{ name: "m", type: "Int32", required: false }],
    ],
    [
      "{{Boolean(b)}}{{JSON(j)}}",
      [
        { name: "b", type: "Boolean", required: false },
        { name: "j", type: "JSON", required: false },
      ],
    ],
  ])("lists those of %s", (template, parameters) => {
    expect(templateParameters(`%${template}`)).toEqual(parameters);
  });

  test("refuses a template that cannot be read", () => {
    expect(() => templateParameters("%{{ a b }}")).toThrow("Template Syntax Error");
  });
});
