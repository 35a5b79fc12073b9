import { UnexpectedAnswerError } from "@audit/store";
import { z } from "zod";
import { askTinybird, type Connection } from "./ask-tinybird.ts";
import { type Scope, scopeText } from "./scope.ts";

/** A token that a server made, as Tinybird's API gives it. */
export interface MadeToken {
  readonly token: string;
  readonly scopes: readonly {
    readonly type: string;
    readonly resource: string;
    readonly filter: string;
  }[];
  readonly name: string;
}

const answered = z.object({
  token: z.string().min(1),
  scopes: z.array(
    z.object({
      type: z.string(),
      resource: z.string().default(""),
      filter: z.string().nullish(),
    }),
  ),
  name: z.string(),
});

/**
 * Makes a static token.
 *
 * @throws {UnexpectedAnswerError} where the server made one with fewer filters than it was asked for; that one is
 * deleted again
 */
export async function makeToken(
  connection: Connection,
  { name, scopes }: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<MadeToken> {
  const asked = `make the token ${JSON.stringify(name)}`;
  const body = new URLSearchParams({ name });
  for (const scope of scopes) body.append("scope", scopeText(scope));
  const json = await askTinybird(connection, { asked, path: "/v0/tokens/", method: "POST", body });
  const { data } = answered.safeParse(json);
  const isFiltered = (scope: Scope) =>
    scope.filter === "" ||
    data?.scopes.some(
      ({ type, resource, filter }) =>
        type === scope.type && resource === scope.resource && filter?.trim(),
    );
  const open = scopes.find((scope) => !isFiltered(scope));
  if (data === undefined || open !== undefined) {
    const path = `/v0/tokens/${encodeURIComponent(name)}`;
    await askTinybird(connection, {
      asked: `delete the token ${JSON.stringify(name)} again, which has too few filters`,
      path,
      method: "DELETE",
    });
    const must =
      open === undefined ? "have token, scopes and name" : `have the filter of ${open.resource}`;
    throw new UnexpectedAnswerError(asked, must);
  }
  return {
    token: data.token,
    // As the API answers where there is none.
    scopes: data.scopes.map(({ type, resource, filter }) => ({
      type,
      resource,
      filter: filter ?? "",
    })),
    name: data.name,
  };
}
