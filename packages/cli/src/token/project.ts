/** What of a data project decides about its tokens: as a server describes it, or its datafiles say it. */
export interface Project {
  readonly datasources: ReadonlyMap<string, { readonly columns: readonly string[] }>;
  readonly pipes: ReadonlyMap<string, Pipe>;
}

/** A pipe, and what its parts say. */
export interface Pipe {
  readonly name: string;
  /** Name of the node that answers; none where the pipe is no endpoint. */
  readonly endpoint: string | undefined;
  readonly nodes: readonly PipeNode[];
}

/** A node of a pipe. */
export interface PipeNode {
  readonly name: string;
  /** As in the datafile, a template. */
  readonly sql: string;
  /** Names of the parameters that it takes. */
  readonly parameters: readonly string[];
}

/** The column that says whose a row is. */
export const workspaceColumn = "workspace_id";

/** Gives the columns of a data source, or of the rows of one that were set aside; undefined for another name. */
export function columnsOf({ datasources }: Project, table: string): readonly string[] | undefined {
  return (datasources.get(table) ?? datasources.get(table.replace(/_quarantine$/, "")))?.columns;
}
