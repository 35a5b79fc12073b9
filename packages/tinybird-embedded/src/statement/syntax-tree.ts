/** One node of ClickHouse's syntax tree, as EXPLAIN AST prints it. */
export interface SyntaxNode {
  /** `Function`, `TableIdentifier`, … */
  readonly kind: string;
  /** What follows the kind: `countIf`. */
  readonly name: string;
  /** The other name that the statement gives it. */
  readonly alias?: string;
  readonly parent: SyntaxNode | undefined;
  /** Its place among the children of its parent, from 0. */
  readonly place: number;
}

/** Reads the text of EXPLAIN AST: a line for a node, its children one space further in, below it. */
export function readSyntaxTree(text: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const open: { readonly node: SyntaxNode; children: number }[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const depth = line.search(/\S/);
    const [kind = "", ...rest] = line.slice(depth).split(" ");
    const name = rest.join(" ").replace(/ ?\((alias|children|column) .*$/, "");
    open.length = Math.min(open.length, depth);
    const above = open.at(-1);
    const place = above?.children ?? 0;
    if (above !== undefined) above.children += 1;
    const alias = / \(alias (.+?)\)(?: \(children \d+\))?$/.exec(line)?.[1];
    const node: SyntaxNode = {
      kind,
      name,
      ...(alias === undefined ? {} : { alias }),
      parent: above?.node,
      place,
    };
    nodes.push(node);
    open.push({ node, children: 0 });
  }
  return nodes;
}
