import { describe, expect, test } from "vitest";
import { pipeParameters } from "./pipe-parameters.ts";
import { renderTemplate } from "./render-template.ts";
import { sampleValue } from "./sample-value.ts";

const NODES = [
  {
    sql: `%SELECT {{ Array(ids, 'Int32', description='which', example='1,2') }}
      {% if False %}{{ Date(day, required=False) }}{% end %}
      {% for x in range(2) %}{{ x }}{{ z if defined(z) else 0 }}{% end %}`,
  },
  { sql: "SELECT {{ String(none) }}" },
  {
    sql: `%{% set best = [y for y in names if y != skip] %}
      {% while Int32(page, 1) > 5 %}{% break %}{% end %}
      {% try %}{{ Float64(low) }}{% except %}{% end %}{{ f'{label}' }}{{ String(ids) }}
      {{ String(order, 'up', enum=['down', 'up'], format='word') }}{{ String(debug, 'no') }}`,
  },
];

describe("pipeParameters", () => {
  test("lists what all nodes read, branches that never run and comprehensions included", () => {
    const parameters = pipeParameters(NODES);
    expect(parameters.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "ids Array(Int32)",
      "day Date",
      "z String",
      "names String",
      "skip String",
      "page Int32",
      "low Float64",
      "label String",
      "order String",
      "debug String",
    ]);
    expect(parameters[0]).toEqual({
      name: "ids",
      type: "Array(Int32)",
      required: true,
      mayFail: true,
      isReserved: false,
      description: "which",
      example: "1,2",
    });
  });

  test("tells what a rendering needs from what the documentation calls required", () => {
    const parameters = pipeParameters(NODES);
    const day = parameters.find(({ name }) => name === "day");
    expect(day).toMatchObject({ required: false, mayFail: true });
    expect(parameters.filter(({ mayFail }) => !mayFail).map(({ name }) => name)).toEqual([
      "z",
      "names",
      "skip",
      "page",
      "label",
      "order",
      "debug",
    ]);
  });

  test("marks names that the API takes for itself, and refuses the two that Tinybird refuses", () => {
    const reserved = pipeParameters(NODES).filter(({ isReserved }) => isReserved);
    expect(reserved.map(({ name }) => name)).toEqual(["debug"]);
    expect(() => pipeParameters([{ sql: "%\n{% if False %}{{ q }}{% end %}" }])).toThrow(
      '"q" can not be used as a variable name, line 2',
    );
  });
});

describe("sampleValue", () => {
  test("prefers the example, then the enum, then the default", () => {
    const samples = pipeParameters(NODES).map((one) => [one.name, sampleValue(one)]);
    expect(Object.fromEntries(samples)).toMatchObject({ ids: "1,2", order: "down", page: "1" });
  });

  test.each([
    ...["String", "Boolean", "Date", "DateTime", "DateTime64", "Float32", "Int8", "UInt256"],
    ...["JSON", "Int", "Array", "Array(x, 'DateTime64')", "Array(x, 'UInt8')"],
  ])("gives a value that %s takes", (type) => {
    const call = type.includes("(") ? type : `${type}(x)`;
    const sql = `%{% set y = ${call} %}{{ len([y]) }}`;
    const [parameter] = pipeParameters([{ sql }]);
    const x = parameter === undefined ? "" : sampleValue(parameter);
    expect(renderTemplate(sql, { parameters: { x } }).sql).toBe("1");
  });
});
