import { DatafileError } from "./datafile-error.ts";
import type { DirectiveStatement } from "./read-directives.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Puts values into the `${NAME}`s of a directive: on its line, and in the block of a connection or an import. SQL,
 * columns and descriptions stay as they are.
 *
 * @throws {DatafileError} When a name has no value.
 */
export function substituteVariables(
  statement: DirectiveStatement,
  variables: Variables,
): DirectiveStatement {
  const { directive, block } = statement;
  if (directive === "DESCRIPTION") return statement;
  if (block === undefined) {
    return {
      ...statement,
      value: substitute(statement.value, statement, statement.line, variables),
    };
  }
  if (!/^(KAFKA|S3|GCS|DYNAMODB|IMPORT)_/.test(directive)) return statement;
  const lines = block.map(({ text, line }) => ({
    text: substitute(text, statement, line, variables),
    line,
  }));
  return { ...statement, block: lines };
}

function substitute(
  text: string,
  { file, directive }: DirectiveStatement,
  line: number,
  variables: Variables,
): string {
  return text.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) return value;
    const as = `the environment variable ${name} must be set`;
    throw new DatafileError({ file, line, directive, cannot: `read ${directive}`, as });
  });
}
