import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `tb_secret(name, default)`: a ClickHouse parameter, so that the secret is never in the SQL. */
export const secret: TemplateFunction = {
  parameters: ["name", "default"],
  required: 1,
  call: (given, { secrets, bindings }) => {
    const name = str(given.get("name"));
    const fallback = given.get("default");
    const value = secrets.get(name) ?? (fallback === null ? undefined : str(fallback));
    if (value === undefined || !/^[A-Za-z_]\w*$/.test(name)) {
      throw syntaxError(
        `Cannot access secret '${name}'. Check the secret exists in the Workspace and the token has the required scope.`,
      );
    }
    bindings.set(name, value);
    return new SqlText(`{${name}: String}`, "symbol");
  },
};
