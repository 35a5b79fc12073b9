/** The command line asks for something that cannot be: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do instead. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Nothing that was asked for is there: exit code 3. */
export class NothingFoundError extends Error {
  override readonly name = "NothingFoundError";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
