import { CallError } from "@audit/store";

/** Gives the error of a call, which must fail with one. */
export async function callFailure(promise: Promise<unknown>): Promise<CallError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CallError) return error;
  throw new Error("it did not fail with a CallError", { cause: error });
}
