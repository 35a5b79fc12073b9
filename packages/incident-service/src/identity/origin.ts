import { randomUUID } from "node:crypto";
import type { ActorDraft, Context } from "@audit/events";
import type { ApiKey } from "../settings/settings.ts";

/** Who asked, for which workspace, and from where: what every event of a request carries. */
export interface Origin {
  readonly workspaceId: string;
  readonly actor: ActorDraft;
  readonly context: Context & { readonly requestId: string };
}

/** What a request says of where it came from. */
export interface RequestFacts {
  readonly ip: string | undefined;
  readonly header: (name: string) => string | undefined;
}

const requestIdPattern = /^[\w.:-]{1,100}$/;
const traceparentPattern = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/**
 * Gives the origin of a request: the actor and the workspace are those of its API key, whatever its
 * headers say.
 *
 * `X-Request-Id` is taken where it is 1 to 100 of letters, digits and `_.:-`, else one is made; the
 * trace is that of a W3C `traceparent`.
 */
export function originOf({ actor, workspaceId }: ApiKey, { ip, header }: RequestFacts): Origin {
  const given = header("x-request-id");
  const traceId = traceparentPattern.exec(header("traceparent") ?? "")?.[1];
  const userAgent = header("user-agent")?.slice(0, 500);
  return {
    workspaceId,
    actor,
    context: {
      requestId: given !== undefined && requestIdPattern.test(given) ? given : randomUUID(),
      ...(ip === undefined ? {} : { ip }),
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(traceId === undefined ? {} : { traceId }),
    },
  };
}
