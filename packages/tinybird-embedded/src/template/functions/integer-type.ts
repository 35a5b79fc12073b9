const TYPE = /^(U?)Int(8|16|32|64|128|256)$/;

/** Gives the number that a text is in an integer type of ClickHouse, or nothing if it is none. */
export function parseInteger(type: string, text: string): bigint | undefined {
  const [, unsigned, width] = TYPE.exec(type) ?? [];
  // 78 digits hold the largest Int256; more would only be slow.
  if (width === undefined || !/^[+-]?0*\d{1,78}$/.test(text)) return undefined;
  if (unsigned === "U" && !/^\d+$/.test(text) && Number(width) <= 64) return undefined;
  const value = text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text.replace("+", ""));
  const bits = BigInt(width);
  const [least, beyond] =
    unsigned === "U" ? [0n, 1n << bits] : [-(1n << (bits - 1n)), 1n << (bits - 1n)];
  return value >= least && value < beyond ? value : undefined;
}

/** Tells whether it is the name of an integer type. */
export function isIntegerType(type: string): boolean {
  return TYPE.test(type);
}
