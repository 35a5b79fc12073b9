import type { Problem } from "@audit/events";

/** A value that JSON text holds, or why it cannot be read. */
export type ParsedJson = { readonly value: unknown } | { readonly problem: Omit<Problem, "path"> };

/**
 * Gives what a JSON text holds. A whole number whose digits would be lost is a problem.
 *
 * The reason of what does not parse is not kept: it quotes the text, which may hold secrets.
 */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: { must: "be JSON" } };
  }
  if (/\d{16}/.test(text) && losesDigits(text))
    return { problem: { must: "have no whole number past 2^53: as text it keeps its digits" } };
  return { value };
}

function losesDigits(json: string): boolean {
  let isInText = false;
  let digitsFrom = -1;
  for (let index = 0; index <= json.length; index++) {
    const character = json.charAt(index);
    if (isInText) {
      if (character === "\\") index += 1;
      else if (character === '"') isInText = false;
      continue;
    }
    const isOfNumber = /[-+\d.eE]/.test(character);
    if (isOfNumber && digitsFrom === -1) digitsFrom = index;
    if (!isOfNumber && digitsFrom !== -1) {
      const number = json.slice(digitsFrom, index);
      if (/^-?\d{16,}$/.test(number) && String(Number(number)) !== number) return true;
      digitsFrom = -1;
    }
    isInText = character === '"';
  }
  return false;
}
