/** What a datafile may ask for beside its own text. */
export interface DatafileOptions {
  /** Values for `${NAME}`. Default: none, so that a name without one is an error. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Finds the file that `INCLUDE "path"` names; `undefined` if there is none. Default: there is none. */
  readonly include?: (path: string, from: string) => IncludedFile | undefined;
}

/** A file that a datafile includes. */
export interface IncludedFile {
  /** Path for error messages. */
  readonly file: string;
  readonly text: string;
}
