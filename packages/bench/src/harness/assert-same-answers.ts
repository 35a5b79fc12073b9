/**
 * Lets contenders pass that come to one answer.
 *
 * @throws {Error} naming who comes to what
 */
export function assertSameAnswers(what: string, answers: ReadonlyMap<string, unknown>): void {
  const names = new Map<unknown, string[]>();
  for (const [contender, answer] of answers)
    names.set(answer, [...(names.get(answer) ?? []), contender]);
  if (names.size <= 1) return;
  const sides = [...names.values()].map((side) => side.join(" and ")).join(" against ");
  throw new Error(`Cannot compare ${what} as all must come to the same: ${sides}`);
}
