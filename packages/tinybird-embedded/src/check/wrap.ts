/** Breaks a line at blanks so that no part is longer than `width`; a longer word is cut. */
export function wrap(line: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const joined = current === "" ? word : `${current} ${word}`;
    if (joined.length <= room) {
      current = joined;
      continue;
    }
    if (current !== "") lines.push(current);
    current = word;
    while (current.length > room) {
      lines.push(current.slice(0, room));
      current = current.slice(room);
    }
  }
  return current === "" ? lines : [...lines, current];
}
