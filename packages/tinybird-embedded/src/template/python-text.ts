import { Dict, isList, itemsOf, SqlText, stringOf, TypedNumber, type Value } from "./value.ts";

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
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return floatText(value);
  if (value instanceof TypedNumber) return repr(value.value);
  const text = stringOf(value);
  if (text !== undefined) return quoted(text);
  if (value instanceof SqlText) return value.text;
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
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python's repr escapes exactly these.
  const body = text.replace(/[\\'"\x00-\x1f\x7f]/g, (character) => {
    if (character === "'" || character === '"') {
      return character === quote ? `\\${character}` : character;
    }
    const code = character.charCodeAt(0).toString(16).padStart(2, "0");
    return NAMED.get(character) ?? `\\x${code}`;
  });
  return quote + body + quote;
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
