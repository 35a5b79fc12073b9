const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|`((?:[^`\\]|\\[\s\S])*)`|"((?:[^"\\]|\\[\s\S])*)"|([A-Za-z_]\w*)|\d[\w.]*|[^\s]/g;

const opensTables = new Set(["FROM", "JOIN"]);
const endsTables = new Set(
  "SELECT WHERE PREWHERE GROUP ORDER HAVING LIMIT OFFSET ON USING UNION EXCEPT INTERSECT SETTINGS WINDOW QUALIFY WITH".split(
    " ",
  ),
);

/**
 * Finds the names that a statement reads as tables: after FROM and JOIN, in a list of tables, to the right of IN.
 *
 * Names with a database before them are left out. It may name a column too, where SQL uses FROM for other ends, as in
 * `trim(BOTH ' ' FROM x)`.
 */
export function tableNames(statement: string): Set<string> {
  const names = new Set<string>();
  const scopes = [false];
  let before = "";
  let candidate: string | undefined;
  for (const match of statement.matchAll(token)) {
    const [text] = match;
    if (text.startsWith("--") || text.startsWith("/*")) continue;
    const word = match[3]?.toUpperCase();
    if (candidate !== undefined && text !== "." && text !== "(") names.add(candidate);
    candidate = undefined;
    const inTables = scopes.at(-1) === true;
    const name = match[1] ?? match[2] ?? match[3];
    if (word !== undefined && opensTables.has(word)) scopes[scopes.length - 1] = true;
    else if (word !== undefined && endsTables.has(word)) scopes[scopes.length - 1] = false;
    else if (text === "(") scopes.push(opensTables.has(before) || before === "IN");
    else if (text === ")") scopes.pop();
    else if (name !== undefined) {
      const first = before === "(" && inTables;
      if (opensTables.has(before) || before === "IN" || first || (before === "," && inTables)) {
        candidate = name;
      }
    }
    before = word ?? text;
  }
  if (candidate !== undefined) names.add(candidate);
  return names;
}
