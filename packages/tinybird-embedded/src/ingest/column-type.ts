/** A ClickHouse type taken apart: `Map(String, UInt8)` is `Map` with two arguments. */
export interface ColumnType {
  readonly name: string;
  readonly arguments: readonly ColumnType[];
}

/** Takes a type apart; what wraps a type without changing its values is left out. */
export function parseColumnType(type: string): ColumnType {
  const open = type.indexOf("(");
  if (open < 0) return { name: type.trim(), arguments: [] };
  const name = type.slice(0, open).trim();
  const inner = splitArguments(type.slice(open + 1, type.lastIndexOf(")"))).map(parseColumnType);
  const [first, second] = inner;
  if (name === "LowCardinality" && first !== undefined) return first;
  if (name === "SimpleAggregateFunction" && second !== undefined) return second;
  return { name, arguments: inner };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at += 1;
      else if (character === "'") quoted = false;
    } else if (character === "'") quoted = true;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
