import type { Budget } from "./budget.ts";
import { formatTemplate } from "./format-template.ts";
import type { CallArguments } from "./functions/call-function.ts";
import { noAttribute, PythonError } from "./python-error.ts";
import { splitText, textArgument, wholeArgument } from "./split-text.ts";
import { iterate } from "./subscript.ts";
import { stringOf, Tuple, typeName, type Value } from "./value.ts";

interface Method {
  /** Names of the arguments it takes. */
  readonly parameters: readonly string[];
  readonly call: (text: string, given: readonly Value[], budget: Budget) => Value;
}

/**
 * Gives what a method of a text gives in Python.
 *
 * @throws {PythonError} When a text has no such method here, or Python would throw.
 */
export function callStringMethod(
  text: string,
  name: string,
  given: CallArguments,
  budget: Budget,
): Value {
  budget.spend(text.length);
  if (name === "format") return formatTemplate(text, given, budget);
  const method = METHODS.get(name);
  if (method === undefined) throw noAttribute("str", name);
  return method.call(text, bind(name, method.parameters, given), budget);
}

function bind(name: string, parameters: readonly string[], given: CallArguments): Value[] {
  const { positional, keywords } = given;
  const unknown = [...keywords.keys()].find((keyword) => !parameters.includes(keyword));
  if (positional.length > parameters.length || unknown !== undefined) {
    const found = unknown === undefined ? `${positional.length} given` : `not '${unknown}'`;
    throw new PythonError(`${name}() takes at most ${parameters.length} arguments (${found})`);
  }
  return parameters.map((parameter, index) => positional[index] ?? keywords.get(parameter) ?? null);
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["split", method(["sep", "maxsplit"], (text, given, budget) => splitText(text, given, budget))],
  ["rsplit", method(["sep", "maxsplit"], (text, given, budget) => rsplit(text, given, budget))],
  [
    "splitlines",
    method([], (text) => (text === "" ? [] : text.replace(/\r?\n$|\r$/, "").split(/\r\n|[\n\r]/))),
  ],
  ["join", method(["iterable"], join)],
  ["replace", method(["old", "new", "count"], replace)],
  [
    "startswith",
    method(["prefix"], (text, [prefix = null]) =>
      affixes("startswith", prefix).some((one) => text.startsWith(one)),
    ),
  ],
  [
    "endswith",
    method(["suffix"], (text, [suffix = null]) =>
      affixes("endswith", suffix).some((one) => text.endsWith(one)),
    ),
  ],
  [
    "removeprefix",
    method(["prefix"], (text, [prefix = null]) => without(text, textArgument(prefix), true)),
  ],
  [
    "removesuffix",
    method(["suffix"], (text, [suffix = null]) => without(text, textArgument(suffix), false)),
  ],
  ["strip", method(["chars"], (text, [characters = null]) => strip(text, characters, "both"))],
  ["lstrip", method(["chars"], (text, [characters = null]) => strip(text, characters, "start"))],
  ["rstrip", method(["chars"], (text, [characters = null]) => strip(text, characters, "end"))],
  ["lower", method([], (text) => text.toLowerCase())],
  ["upper", method([], (text) => text.toUpperCase())],
  ["casefold", method([], (text) => text.toLowerCase().replaceAll("ß", "ss"))],
  ["capitalize", method([], (text) => firstUpper(text))],
  ["title", method([], (text) => text.replace(/\p{L}+/gu, firstUpper))],
  [
    "swapcase",
    method([], (text) =>
      text.replace(/\p{L}/gu, (letter) =>
        letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
      ),
    ),
  ],
  ["isdigit", method([], (text) => /^\p{Nd}+$/u.test(text))],
  ["isdecimal", method([], (text) => /^\p{Nd}+$/u.test(text))],
  ["isnumeric", method([], (text) => /^\p{N}+$/u.test(text))],
  ["isalpha", method([], (text) => /^\p{L}+$/u.test(text))],
  ["isalnum", method([], (text) => /^[\p{L}\p{N}]+$/u.test(text))],
  ["isspace", method([], (text) => /^\s+$/u.test(text))],
  ["isupper", method([], (text) => text !== text.toLowerCase() && text === text.toUpperCase())],
  ["islower", method([], (text) => text !== text.toUpperCase() && text === text.toLowerCase())],
  ["isidentifier", method([], (text) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text))],
  ["find", method(["sub", "start"], (text, given, budget) => find(text, given, budget, false))],
  ["rfind", method(["sub"], (text, given, budget) => find(text, given, budget, true))],
  [
    "index",
    method(["sub", "start"], (text, given, budget) => {
      const found = find(text, given, budget, false);
      if (found >= 0n) return found;
      throw new PythonError("substring not found", "ValueError");
    }),
  ],
  ["count", method(["sub"], count)],
  [
    "partition",
    method(["sep"], (text, [separator = null], budget) =>
      partition(text, separator, budget, false),
    ),
  ],
  [
    "rpartition",
    method(["sep"], (text, [separator = null], budget) => partition(text, separator, budget, true)),
  ],
  ["zfill", method(["width"], (text, [width = null], budget) => zfill(text, width, budget))],
  [
    "ljust",
    method(["width", "fillchar"], (text, given, budget) => justify(text, given, budget, "left")),
  ],
  [
    "rjust",
    method(["width", "fillchar"], (text, given, budget) => justify(text, given, budget, "right")),
  ],
  [
    "center",
    method(["width", "fillchar"], (text, given, budget) => justify(text, given, budget, "center")),
  ],
]);

function method(parameters: readonly string[], call: Method["call"]): Method {
  return { parameters, call };
}

function rsplit(text: string, [separator = null, limit = null]: readonly Value[], budget: Budget) {
  const all = splitText(text, [separator, null], budget);
  const most = limit === null ? -1 : wholeArgument(limit);
  // What is left at the beginning keeps its blanks.
  if (most < 0 || all.length <= most + (separator === null ? 0 : 1)) return all;
  const kept = all.length - most;
  if (separator !== null) {
    return [all.slice(0, kept).join(textArgument(separator)), ...all.slice(kept)];
  }
  const spans = [...text.matchAll(/\S+/gu)];
  const last = spans[kept - 1];
  const head = last === undefined ? "" : text.slice(0, last.index + last[0].length);
  return [head, ...all.slice(kept)];
}

function join(text: string, [list = null]: readonly Value[], budget: Budget): Value {
  const items = iterate(list);
  if (items === undefined) throw new PythonError("can only join an iterable");
  const texts = items.map((item, index) => {
    const one = stringOf(item);
    if (one !== undefined) return one;
    const type = typeName(item);
    throw new PythonError(`sequence item ${index}: expected str instance, ${type} found`);
  });
  budget.text(texts.reduce((length, one) => length + one.length + text.length, 0));
  return texts.join(text);
}

function replace(text: string, given: readonly Value[], budget: Budget): Value {
  const [old = null, replacement = null, count = null] = given;
  const [from, to] = [textArgument(old), textArgument(replacement)];
  const most = count === null ? -1 : wholeArgument(count);
  budget.search(text, from);
  const parts = from === "" ? ["", ...text, ""] : text.split(from);
  const times = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  budget.text(text.length + times * to.length);
  return (
    parts.slice(0, times + 1).join(to) +
    parts
      .slice(times + 1)
      .map((part) => from + part)
      .join("")
  );
}

function affixes(name: string, value: Value): string[] {
  if (value instanceof Tuple) return value.items.map(textArgument);
  const text = stringOf(value);
  if (text !== undefined) return [text];
  const found = typeName(value);
  throw new PythonError(`${name} first arg must be str or a tuple of str, not ${found}`);
}

function without(text: string, affix: string, atStart: boolean): string {
  if (affix === "") return text;
  if (atStart) return text.startsWith(affix) ? text.slice(affix.length) : text;
  return text.endsWith(affix) ? text.slice(0, -affix.length) : text;
}

function strip(text: string, characters: Value, side: "both" | "start" | "end"): string {
  const points = [...text];
  const set = characters === null ? undefined : new Set(textArgument(characters));
  const isCut = (point: string): boolean => set?.has(point) ?? /\s/u.test(point);
  const first = side === "end" ? 0 : points.findIndex((point) => !isCut(point));
  const last =
    side === "start" ? points.length - 1 : points.findLastIndex((point) => !isCut(point));
  return first === -1 ? "" : points.slice(first, last + 1).join("");
}

function firstUpper(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

function find(text: string, given: readonly Value[], budget: Budget, isLast: boolean): bigint {
  const [wanted = null, start = null] = given;
  const sub = textArgument(wanted);
  budget.search(text, sub);
  const from = start === null ? 0 : wholeArgument(start);
  const at = isLast
    ? text.lastIndexOf(sub)
    : text.indexOf(sub, from < 0 ? text.length + from : from);
  // Code points, as Python counts them.
  return at < 0 ? -1n : BigInt([...text.slice(0, at)].length);
}

function count(text: string, [wanted = null]: readonly Value[], budget: Budget): Value {
  const sub = textArgument(wanted);
  budget.search(text, sub);
  return BigInt(sub === "" ? [...text].length + 1 : text.split(sub).length - 1);
}

function partition(text: string, separator: Value, budget: Budget, isLast: boolean): Value {
  const by = textArgument(separator);
  if (by === "") throw new PythonError("empty separator", "ValueError");
  budget.search(text, by);
  const at = isLast ? text.lastIndexOf(by) : text.indexOf(by);
  if (at < 0) return new Tuple(isLast ? ["", "", text] : [text, "", ""]);
  return new Tuple([text.slice(0, at), by, text.slice(at + by.length)]);
}

function zfill(text: string, width: Value, budget: Budget): string {
  const wanted = wholeArgument(width);
  budget.text(Math.max(wanted, 0));
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(wanted - sign.length, "0");
}

function justify(
  text: string,
  [width = null, fill = null]: readonly Value[],
  budget: Budget,
  side: "left" | "right" | "center",
): string {
  const wanted = wholeArgument(width);
  budget.text(Math.max(wanted, 0));
  const missing = Math.max(0, wanted - [...text].length);
  const by = fill === null ? " " : textArgument(fill);
  if ([...by].length !== 1)
    throw new PythonError("The fill character must be exactly one character long");
  const before =
    side === "right" ? missing : side === "left" ? 0 : (missing >> 1) + (missing & wanted & 1);
  return by.repeat(before) + text + by.repeat(missing - before);
}
