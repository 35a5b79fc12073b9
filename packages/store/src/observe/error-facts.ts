import { AuditError } from "@audit/events";
import { CallError } from "../call-error.ts";

/** Gives the code of an error. What is none of ours has no code that is safe to pass on. */
export function codeOf(error: unknown): string {
  return error instanceof AuditError ? error.code : "unknown";
}

/** Gives the code, and the status where there is one. */
export function errorFacts(error: unknown): { readonly code: string; readonly status?: number } {
  const status = error instanceof CallError ? error.status : undefined;
  return { code: codeOf(error), ...(status !== undefined && { status }) };
}
