import type { BuiltInAction } from "@audit/events";

/** The name of an action of the built-in catalog. */
export type ActionName = BuiltInAction["name"];

/** The actions that a route emits. */
export interface Emits<Name extends ActionName> {
  readonly actions: readonly Name[];
}

/** Why a route that changes something emits nothing. */
export interface NoAudit {
  readonly actions: readonly [];
  readonly reason: string;
}

/**
 * Declares the actions that a route emits: its handler can record these and no others.
 */
export function emits<const Names extends readonly [ActionName, ...ActionName[]]>(
  ...actions: Names
): Emits<Names[number]> {
  return { actions };
}

/**
 * Declares that a route emits nothing, and why.
 *
 * @throws {TypeError} when no reason is given
 */
export function noAudit(reason: string): NoAudit {
  if (reason.trim() === "") throw new TypeError("Cannot declare noAudit without a reason");
  return { actions: [], reason };
}
