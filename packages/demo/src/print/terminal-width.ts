/** Gives how many characters a line of stdout has room for: 80 where it is no terminal. */
export function terminalWidth(): number {
  // A terminal that does not know its size says 0.
  return process.stdout.columns || 80;
}
