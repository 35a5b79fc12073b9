import type { ProjectDefinition } from "../datafile/definitions.ts";
import { tokensFromFile } from "./token-file.ts";
import { type Grant, newToken, TokenStore } from "./token-store.ts";

/** The tokens of a deployed project. */
export interface DeployedTokens {
  readonly store: TokenStore;
  readonly admin: string;
  /** The tokens that datafiles ask for, by name. */
  readonly named: ReadonlyMap<string, string>;
}

/** The name that Tinybird gives the administrator's token. */
export const adminName = "admin token";

/**
 * Makes the tokens of a project: one for the administrator, one for each name that a TOKEN line gives. They stay the
 * same as long as the file stays.
 */
export async function deployTokens(
  { datasources, pipes }: ProjectDefinition,
  file: string,
  givenAdmin: string | undefined,
): Promise<DeployedTokens> {
  const grants = new Map<string, Grant[]>();
  const grant = (name: string, what: Grant) =>
    grants.set(name, [...(grants.get(name) ?? []), what]);
  for (const { name: resource, tokens } of datasources) {
    for (const { name, scope } of tokens) {
      if (scope === "APPEND") grant(name, { kind: "append", datasource: resource });
      else grant(name, { kind: "read", of: "datasource", resource });
    }
  }
  for (const { name: resource, tokens } of pipes) {
    for (const { name } of tokens) grant(name, { kind: "read", of: "pipe", resource });
  }
  const names = givenAdmin === undefined ? [adminName, ...grants.keys()] : grants.keys();
  const named = await tokensFromFile(file, names);
  const admin = givenAdmin ?? named.get(adminName) ?? newToken();
  named.delete(adminName);
  const store = new TokenStore();
  store.add({ name: adminName, token: admin, grants: [{ kind: "admin" }], origin: "server" });
  for (const [name, token] of named) {
    store.add({ name, token, grants: grants.get(name) ?? [], origin: "datafile" });
  }
  return { store, admin, named };
}
