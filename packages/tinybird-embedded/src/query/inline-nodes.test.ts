import { describe, expect, test } from "vitest";
import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import { RequestError } from "../request-error.ts";
import { inlineNodes, resultNode } from "./inline-nodes.ts";

function pipeOf(name: string, nodes: Readonly<Record<string, string>>): PipeDefinition {
  const list = Object.entries(nodes).map(
    ([node, sql]): NodeDefinition => ({ name: node, sql, type: "standard", line: 1 }),
  );
  return { name, file: `${name}.pipe`, nodes: list, tokens: [] };
}

function inline(pipes: readonly PipeDefinition[], rendered: string[] = []): string {
  const [pipe] = pipes;
  const node = pipe && resultNode(pipe);
  if (pipe === undefined || node === undefined) throw new Error("no node");
  const byName = new Map(pipes.map((each) => [each.name, each]));
  return inlineNodes(node, pipe, byName, ({ name, sql }) => {
    rendered.push(name);
    return sql;
  }).replaceAll(/\s+/g, " ");
}

describe("inlineNodes", () => {
  test("puts what a node reads before it, each node once", () => {
    const pipe = pipeOf("p", {
      a: "SELECT 1 FROM t",
      b: "SELECT 2 FROM a",
      unused: "SELECT 3",
      end: "SELECT * FROM b JOIN a ON 1;",
    });
    const rendered: string[] = [];
    expect(inline([pipe], rendered)).toBe(
      "WITH `a` AS (SELECT 1 FROM t ), `b` AS (SELECT 2 FROM a ) SELECT * FROM (SELECT * FROM b JOIN a ON 1 )",
    );
    expect(rendered).toEqual(["end", "b", "a"]);
  });

  test("puts another pipe in as one table, its nodes hidden", () => {
    const other = pipeOf("other", { a: "SELECT 2", end: "SELECT * FROM a" });
    const pipe = pipeOf("p", { a: "SELECT 1", end: "SELECT * FROM a, other" });
    expect(inline([pipe, other])).toBe(
      "WITH `a` AS (SELECT 1 ), `other` AS (WITH `a` AS (SELECT 2 ) SELECT * FROM (SELECT * FROM a ) ) SELECT * FROM (SELECT * FROM a, other )",
    );
  });

  test("leaves a comment at the end of a node inside it", () => {
    expect(
      inlineNodes(
        { name: "n", sql: "", type: "standard", line: 1 },
        pipeOf("p", {}),
        new Map(),
        () => "SELECT 1 -- done",
      ),
    ).toBe("SELECT * FROM (SELECT 1 -- done\n)");
  });

  test("takes a node's own name for a table", () => {
    expect(inline([pipeOf("p", { orders: "SELECT * FROM orders" })])).toBe(
      "SELECT * FROM (SELECT * FROM orders )",
    );
  });

  test("refuses a circle of nodes, and of pipes", () => {
    const nodes = pipeOf("p", { a: "SELECT * FROM b", b: "SELECT * FROM a" });
    expect(() => inline([nodes])).toThrow(RequestError);
    expect(() => inline([nodes])).toThrow("b -> a -> b");
    const pipes = [pipeOf("p", { a: "SELECT * FROM q" }), pipeOf("q", { b: "SELECT * FROM p" })];
    expect(() => inline(pipes)).toThrow("p -> q -> p");
  });
});
