import { step } from "./metered.ts";

/** A Python value: `bigint` is int, `number` is float, an array is a list. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly Value[]
  | Tuple
  | Dict
  | PythonSet
  | Builtin
  | TypedNumber
  | SqlText;

/** A Python tuple. */
export class Tuple {
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A Python dict; a key is found by value, and none can reach a prototype. */
export class Dict {
  readonly #entries = new Map<string, readonly [Value, Value]>();

  /** Sets a key; gives false if it is of a kind that cannot be one. */
  set(key: Value, value: Value): boolean {
    const hash = hashOf(key);
    if (hash !== undefined) this.#entries.set(hash, [key, value]);
    return hash !== undefined;
  }

  get(key: Value): Value | undefined {
    const hash = hashOf(key);
    return hash === undefined ? undefined : this.#entries.get(hash)?.[1];
  }

  has(key: Value): boolean {
    return this.#entries.has(hashOf(key) ?? "");
  }

  delete(key: Value): void {
    this.#entries.delete(hashOf(key) ?? "");
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): (readonly [Value, Value])[] {
    return [...this.#entries.values()];
  }
}

/** A Python set, in the order in which its items came. */
export class PythonSet {
  readonly #items = new Map<string, Value>();

  /** Adds an item; gives false if it is of a kind that no set can hold. */
  add(item: Value): boolean {
    const hash = hashOf(item);
    if (hash !== undefined && !this.#items.has(hash)) this.#items.set(hash, item);
    return hash !== undefined;
  }

  has(item: Value): boolean {
    return this.#items.has(hashOf(item) ?? "");
  }

  get items(): Value[] {
    return [...this.#items.values()];
  }

  get size(): number {
    return this.#items.size;
  }
}

/** A function or type of Python that is read by its name, not called: `str` in `map(str, x)`. */
export class Builtin {
  readonly name: string;
  readonly isType: boolean;

  constructor(name: string, isType: boolean) {
    this.name = name;
    this.isType = isType;
  }
}

/** What `Int32(x)` and its like give: a number that is written as `toInt32('5')`. */
export class TypedNumber {
  readonly type: string;
  readonly value: bigint | number;

  constructor(type: string, value: bigint | number) {
    this.type = type;
    this.value = value;
  }
}

/** Text that is SQL already and is written without quotes. */
export class SqlText {
  readonly text: string;
  /** An `expression` is a str to Python, a `symbol` is not. */
  readonly kind: "expression" | "symbol";

  constructor(text: string, kind: "expression" | "symbol") {
    this.text = text;
    this.kind = kind;
  }
}

/** Gives the characters of what is a str to Python. */
export function stringOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof SqlText && value.kind === "expression" ? value.text : undefined;
}

/** Gives the number of what is an int or a float to Python; True is 1. */
export function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return value instanceof TypedNumber ? value.value : undefined;
}

/** Gives the items of a list or a tuple. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof Tuple) return value.items;
  return isList(value) ? value : undefined;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Gives the name that Python has for the type of a value. */
export function typeName(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (stringOf(value) !== undefined) return "str";
  if (isList(value)) return "list";
  if (value instanceof Tuple) return "tuple";
  if (value instanceof Dict) return "dict";
  if (value instanceof PythonSet) return "set";
  if (value instanceof Builtin) return value.isType ? "type" : "builtin_function_or_method";
  const number = numberOf(value);
  if (number === undefined) return "Symbol";
  return typeof number === "bigint" ? "int" : "float";
}

/** Tells whether Python takes the value for true. */
export function isTrue(value: Value): boolean {
  if (value === null) return false;
  const sized = stringOf(value)?.length ?? itemsOf(value)?.length;
  if (sized !== undefined) return sized > 0;
  if (value instanceof Dict || value instanceof PythonSet) return value.size > 0;
  const number = numberOf(value);
  return number === undefined || (number !== 0n && number !== 0);
}

function hashOf(key: Value): string | undefined {
  step(10);
  const text = stringOf(key);
  if (text !== undefined) return `s${text}`;
  if (key === null) return "none";
  if (key instanceof Tuple) return hashOfTuple(key);
  if (key instanceof Builtin) return `b${key.name}`;
  const number = numberOf(key);
  return number === undefined ? undefined : `n${number}`;
}

function hashOfTuple({ items }: Tuple): string | undefined {
  let hash = "t";
  for (const item of items) {
    const one = hashOf(item);
    if (one === undefined) return undefined;
    // With lengths, so that no text can look like two items.
    hash += `${one.length}:${one}`;
  }
  step(hash.length);
  return hash;
}
