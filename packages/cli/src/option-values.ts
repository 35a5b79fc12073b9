import { InvalidArgumentError } from "commander";

/** Collects the values of a flag that may come several times. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Reads a whole number from 1. */
export function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, at least 1.");
}

/** Gives what reads a whole number from 1 up to a greatest one. */
export function countUpTo(greatest: number): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= greatest) return Number(text);
    throw new InvalidArgumentError(
      `It must be a whole number from 1 to ${greatest.toLocaleString("en")}.`,
    );
  };
}
