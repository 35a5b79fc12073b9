// A quote that none closes comes last: it is where the others do not match.
const token =
  /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|`(?:\\[\s\S]|[^`\\])*`|\{[{%#][\s\S]*?[}%#]\}|--[^\n]*|\/\*[\s\S]*?\*\/|['"`]/g;

/**
 * Gives the SQL of a node without its comments. What stands in quotes or in a tag of the template is none, and where a
 * quote has no end all is left as it is: rather a comment too many than a table that is missed.
 */
export function withoutComments(sql: string): string {
  let isWhole = true;
  const bare = sql.replace(token, (text) => {
    if (text.startsWith("--") || text.startsWith("/*")) return " ";
    if (text.length === 1) isWhole = false;
    return text;
  });
  return isWhole ? bare : sql;
}
