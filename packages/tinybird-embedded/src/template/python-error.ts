/** What Python would throw for an operation; the expression adds its line. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  readonly code = "python_error";
}
