/** Exceptions of Python that a template can tell apart by `except`. */
export type PythonErrorType =
  | "TypeError"
  | "ValueError"
  | "KeyError"
  | "IndexError"
  | "AttributeError"
  | "ZeroDivisionError"
  | "OverflowError";

/** What Python would throw for an operation; the expression adds its line. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  readonly code = "python_error";
  readonly type: PythonErrorType;

  constructor(message: string, type: PythonErrorType = "TypeError") {
    super(message);
    this.type = type;
  }
}

/** Makes the error for an attribute that a value has not, or has in Python only. */
export function noAttribute(type: string, name: string): PythonError {
  return new PythonError(`'${type}' object has no attribute '${name}'`, "AttributeError");
}
