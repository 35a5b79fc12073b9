import type { Parameters } from "../query/render-sql.ts";

/** What a token may do. */
export type Grant =
  | { readonly kind: "admin" }
  /** May list, make, change and delete the tokens that are not the administrators'. */
  | { readonly kind: "tokens" }
  /** May read every data source and pipe. */
  | { readonly kind: "read-all" }
  | { readonly kind: "append"; readonly datasource: string }
  | ReadGrant;

/** May read one data source, or run one pipe. */
export interface ReadGrant {
  readonly kind: "read";
  readonly of: "datasource" | "pipe";
  readonly resource: string;
  /** Of a data source: the condition that a row must fulfil to be seen, in SQL. */
  readonly filter?: string;
  /** Of a pipe: parameters that win over the request's. */
  readonly fixed?: Parameters;
}
