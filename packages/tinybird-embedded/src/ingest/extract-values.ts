import type { JsonPath } from "./json-path.ts";

/**
 * Compiles paths into a reader that gives, for the text of a JSON object, the text of the value at each path.
 *
 * Values stay text as sent: a JavaScript number would lose digits of a 64-bit integer. The text must be
 * valid JSON, without space around it.
 */
export function valueReader(
  paths: readonly (JsonPath | undefined)[],
): (row: string) => (string | undefined)[] {
  const root = branch();
  for (const [index, path] of paths.entries()) {
    if (path === undefined) continue;
    let node = root;
    for (const key of path) {
      let next = node.children.get(key);
      if (next === undefined) {
        next = branch();
        node.children.set(key, next);
      }
      node = next;
    }
    node.indexes.push(index);
  }
  return (row) => {
    const values = new Array<string | undefined>(paths.length).fill(undefined);
    take(root, row, values);
    return values;
  };
}

/** Gives the text of each element of the text of a JSON array. */
export function arrayElements(array: string): string[] {
  const elements: string[] = [];
  let at = skipSpace(array, 1);
  while (array[at] !== "]") {
    const end = skipValue(array, at);
    elements.push(array.slice(at, end));
    at = skipSpace(array, end);
    if (array[at] === ",") at = skipSpace(array, at + 1);
  }
  return elements;
}

/** Gives the key and the text of the value of each member of the text of a JSON object. */
export function* objectMembers(object: string): Generator<readonly [key: string, value: string]> {
  let at = skipSpace(object, object.indexOf("{") + 1);
  while (object[at] !== "}") {
    const keyEnd = skipString(object, at);
    const key = object.slice(at + 1, keyEnd - 1);
    const from = skipSpace(object, skipSpace(object, keyEnd) + 1);
    const to = skipValue(object, from);
    yield [key.includes("\\") ? String(JSON.parse(`"${key}"`)) : key, object.slice(from, to)];
    at = skipSpace(object, to);
    if (object[at] === ",") at = skipSpace(object, at + 1);
  }
}

interface Branch {
  /** Places of the paths that end here. */
  readonly indexes: number[];
  readonly children: Map<string, Branch>;
}

function branch(): Branch {
  return { indexes: [], children: new Map() };
}

function take(node: Branch, value: string, values: (string | undefined)[]): void {
  for (const index of node.indexes) values[index] = value;
  if (node.children.size === 0 || !value.startsWith("{")) return;
  for (const [key, member] of objectMembers(value)) {
    const child = node.children.get(key);
    if (child === undefined) continue;
    // The last of two equal keys wins, with nothing left of the first.
    forget(child, values);
    take(child, member, values);
  }
}

function forget(node: Branch, values: (string | undefined)[]): void {
  for (const index of node.indexes) values[index] = undefined;
  for (const child of node.children.values()) forget(child, values);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\n" || text[at] === "\r") at += 1;
  return at;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skipValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return skipString(text, from);
  let at = from;
  if (first !== "{" && first !== "[") {
    while (at < text.length && !",]} \t\r\n".includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  do {
    const character = text[at];
    if (character === '"') at = skipString(text, at);
    else {
      if (character === "{" || character === "[") depth += 1;
      else if (character === "}" || character === "]") depth -= 1;
      at += 1;
    }
  } while (depth > 0);
  return at;
}
