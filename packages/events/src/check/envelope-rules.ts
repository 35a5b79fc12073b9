/** The greatest number of characters of an entity's `id`. */
export const maxIdLength = 256;

/** Ms since epoch; what is before was meant in seconds. */
export const earliestTimestamp = 1e11;
export const oneDay = 86_400_000;

export const uidPattern = /^[\x21-\x7e]{1,256}$/;
export const actorTypes = ["user", "api_key", "agent", "webhook", "system"];
export const outcomes = ["success", "failure", "denied"];
export const contextKeys = ["ip", "userAgent", "requestId", "traceId"];

/** What a draft may have. */
export const draftKeys: ReadonlySet<string> = new Set([
  "id",
  "action",
  "metadata",
  "version",
  "uid",
  "workspaceId",
  "timestamp",
  "actor",
  "targets",
  "outcome",
  "context",
  "correlationId",
  "causationId",
]);
