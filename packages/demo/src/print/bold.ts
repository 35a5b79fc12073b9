const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Gives text in bold, where a person looks at a terminal that may be coloured. */
export function bold(text: string): string {
  return isColoured ? `\u001b[1m${text}\u001b[22m` : text;
}
