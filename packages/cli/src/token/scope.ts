/** What a token may do with one resource, as Tinybird's API gives it. */
export interface Scope {
  readonly type: "PIPES:READ" | "DATASOURCES:READ";
  readonly resource: string;
  /** A condition in SQL, of a data source; `""` for none. */
  readonly filter: string;
}

/** Writes a scope as Tinybird's API takes it, `DATASOURCES:READ:audit_log:workspace_id = 'ws_1'`. */
export function scopeText({ type, resource, filter }: Scope): string {
  return [type, resource, ...(filter === "" ? [] : [filter])].join(":");
}
