import type { BuiltInAction, DraftOf } from "@audit/events";
import type { EventStore } from "@audit/store";
import type { z } from "@hono/zod-openapi";
import type { Origin } from "../identity/origin.ts";
import type { Recorded } from "../state/record.ts";
import type { Workspace } from "../state/workspace.ts";
import type { ActionName, Emits, NoAudit } from "./audit-declaration.ts";

/** Schemas of what a route takes; what it takes nothing of is left out. */
export interface RouteInput {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
}

type Given<Input extends RouteInput, Part extends keyof RouteInput> =
  Input[Part] extends z.ZodType<infer Value> ? Value : undefined;

/** What a handler has to work with. */
export interface RouteContext<Input extends RouteInput> {
  readonly params: Given<Input, "params">;
  readonly query: Given<Input, "query">;
  readonly body: Given<Input, "body">;
  readonly workspace: Workspace;
  readonly origin: Origin;
  readonly store: Pick<EventStore<BuiltInAction>, "read">;
  /** Ms since epoch. */
  readonly now: number;
}

/** Drafts of these actions, without what the origin of the request says. */
export type RecordableDraft<Name extends ActionName> = Omit<
  DraftOf<Extract<BuiltInAction, { readonly name: Name }>>,
  "workspaceId" | "actor" | "context"
>;

/** What a handler of a route that changes something has besides. */
export interface ChangeContext<Input extends RouteInput, Name extends ActionName>
  extends RouteContext<Input> {
  /** Takes drafts of the declared actions into the state, and sends them to the store. */
  readonly record: (...drafts: readonly RecordableDraft<Name>[]) => Recorded;
}

interface RouteBase<Input extends RouteInput, Output extends z.ZodType> {
  /** `/incidents/{id}/acknowledge` */
  readonly path: string;
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
}

/** A route that changes nothing. */
export interface ReadRoute<
  Input extends RouteInput = RouteInput,
  Output extends z.ZodType = z.ZodType,
> extends RouteBase<Input, Output> {
  readonly method: "get";
  readonly handle: (context: RouteContext<Input>) => Promise<z.input<Output>>;
}

/** A route that changes something: it says what it emits, or why nothing. */
export interface ChangeRoute<
  Input extends RouteInput = RouteInput,
  Output extends z.ZodType = z.ZodType,
  Name extends ActionName = ActionName,
> extends RouteBase<Input, Output> {
  readonly method: "post" | "put" | "patch" | "delete";
  readonly audit: Emits<Name> | NoAudit;
  readonly handle: (context: ChangeContext<Input, Name>) => Promise<z.input<Output>>;
}

/** Any route, as the application holds it. */
export type Route = ReadRoute | ChangeRoute;

/** Gives a route that changes nothing, its input and output inferred. */
export function readRoute<Input extends RouteInput, Output extends z.ZodType>(
  route: Omit<ReadRoute<Input, Output>, "method">,
): ReadRoute {
  // Safe: the application hands a handler what its own schemas have parsed.
  return { ...route, method: "get" } as unknown as ReadRoute;
}

/**
 * Gives a route that changes something, its input and output inferred.
 *
 * It does not compile without `audit`; where that is `emits(…)`, `record` takes these actions alone, and
 * where it is `noAudit(…)`, none.
 */
export function changeRoute<
  Input extends RouteInput,
  Output extends z.ZodType,
  Name extends ActionName = never,
>(route: ChangeRoute<Input, Output, Name>): ChangeRoute {
  // Safe: as above.
  return route as unknown as ChangeRoute;
}
