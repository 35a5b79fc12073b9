import type { AnyAction, Catalog, RecordedEvent } from "@audit/events";
import { assertMethods, InvalidOptionError } from "../assert-option.ts";
import type { RecordedResult } from "./recorded-events.ts";

/** What an import asks of its events beside being events. */
export interface Asked {
  readonly workspaceId?: string | undefined;
  readonly catalog?: Catalog<AnyAction> | undefined;
}

/**
 * Gives what puts events into a workspace, and refuses those that a catalog does not understand.
 *
 * @throws {InvalidOptionError} naming the option and what must hold
 */
export function eventCheck({
  workspaceId,
  catalog,
}: Asked): (event: RecordedEvent) => RecordedResult {
  if (workspaceId !== undefined && !isText(workspaceId))
    throw new InvalidOptionError("workspaceId", "be a text of well-formed Unicode");
  if (catalog !== undefined)
    assertMethods("catalog", catalog, ["find", "decode"], "be from defineCatalog");
  return (given) => {
    const event = workspaceId === undefined ? given : moved(given, workspaceId);
    const decoded = catalog?.decode(event);
    if (decoded === undefined || decoded.known) return { event };
    return { problems: [{ path: "", must: `be understood by the catalog: ${decoded.detail}` }] };
  };
}

function moved(event: RecordedEvent, workspaceId: string): RecordedEvent {
  const { raw } = event;
  return {
    ...event,
    workspaceId,
    ...(raw === undefined ? {} : { raw: { ...raw, workspace_id: workspaceId } }),
  };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}
