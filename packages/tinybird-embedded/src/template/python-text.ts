import { step } from "./metered.ts";
import {
  Builtin,
  Dict,
  isList,
  itemsOf,
  PythonSet,
  SqlText,
  stringOf,
  TypedNumber,
  type Value,
} from "./value.ts";

/** Writes a value as Python's `str` does. */
export function str(value: Value): string {
  const text = stringOf(value);
  if (text !== undefined) return text;
  if (value instanceof SqlText) return value.text;
  if (value instanceof TypedNumber) return `to${value.type}('${repr(value.value)}')`;
  return repr(value);
}

/** Writes a value as Python's `repr` does. */
export function repr(value: Value): string {
  step(20);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return floatText(value);
  if (value instanceof TypedNumber) return repr(value.value);
  const text = stringOf(value);
  if (text !== undefined) return quoted(text);
  if (value instanceof SqlText) return value.text;
  if (value instanceof Builtin) {
    return value.isType ? `<class '${value.name}'>` : `<built-in function ${value.name}>`;
  }
  if (value instanceof PythonSet) {
    return value.size === 0 ? "set()" : `{${value.items.map(repr).join(", ")}}`;
  }
  if (value instanceof Dict) {
    const entries = value.entries().map(([key, item]) => `${repr(key)}: ${repr(item)}`);
    return `{${entries.join(", ")}}`;
  }
  const items = (itemsOf(value) ?? []).map(repr);
  if (isList(value)) return `[${items.join(", ")}]`;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

const NAMED = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function quoted(text: string): string {
  step(text.length);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\'"]|(?! )[\p{C}\p{Z}]/gu, (character) => {
    if (character === "'" || character === '"') {
      return character === quote ? `\\${character}` : character;
    }
    return NAMED.get(character) ?? codeEscape(character.codePointAt(0) ?? 0);
  });
  return quote + body + quote;
}

function codeEscape(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** Writes a float with so many digits after its point; of two that are as near, the even one. */
export function fixedText(size: number, places: number): string {
  // Beyond it JavaScript writes an exponent, and Python all digits.
  if (size >= 1e21) return `${BigInt(size)}${places > 0 ? `.${"0".repeat(places)}` : ""}`;
  const up = size.toFixed(places);
  const exact = size.toFixed(Math.min(places + 30, 100));
  const cut = places === 0 ? exact.indexOf(".") : exact.indexOf(".") + places + 1;
  const isTie = cut > 0 && /^\.?50*$/.test(exact.slice(cut));
  return isTie && /[02468]$/.test(exact.slice(0, cut)) ? exact.slice(0, cut) : up;
}

/** Writes a float as Python does: `1.0`, `1e-05`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = power < 0 ? value.toFixed(fractionDigits(mantissa) - power) : String(value);
  return text.includes(".") ? text : `${text}.0`;
}

function fractionDigits(mantissa: string): number {
  return mantissa.split(".")[1]?.length ?? 0;
}
