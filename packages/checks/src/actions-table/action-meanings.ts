const definition =
  /\/\*\*((?:(?!\*\/).)*)\*\/\s*export const \w+ = (?:\/\* @__PURE__ \*\/ builtIn|defineAction)\(\s*"([^"]+)"/gs;

/**
 * Gives what each action means, by name: the doc comment above its definition in a source text, as one
 * line. An action without a doc comment is not in it.
 */
export function actionMeanings(source: string): ReadonlyMap<string, string> {
  return new Map(
    [...source.matchAll(definition)].map(([, comment = "", name = ""]) => [
      name,
      comment.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim(),
    ]),
  );
}
