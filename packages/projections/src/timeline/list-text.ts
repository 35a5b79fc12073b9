/** Gives names as people list them, each once: `gru, fra and iad`, `gru, fra and 2 more regions`. */
export function listText(names: readonly string[], plural: string): string {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  const distinct = [...new Set(names)];
  const [first = "", second = "", third = ""] = distinct;
  switch (distinct.length) {
    case 0:
    case 1:
      return first;
    case 2:
      return `${first} and ${second}`;
    case 3:
      return `${first}, ${second} and ${third}`;
    default:
      return `${first}, ${second} and ${distinct.length - 2} more ${plural}`;
  }
}
