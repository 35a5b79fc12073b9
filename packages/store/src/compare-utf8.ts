/** Compares by code point, as ClickHouse's bytes of UTF-8 do; code units put emoji before U+E000. */
export function compareUtf8(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  const index = left.findIndex((character, at) => character !== right[at]);
  if (index === -1) return left.length - right.length;
  return (left[index]?.codePointAt(0) ?? -1) - (right[index]?.codePointAt(0) ?? -1);
}
