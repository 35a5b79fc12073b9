/** Names of attributes: OpenTelemetry's where its conventions have one. */
export const attributes = {
  error: "error.type",
  system: "db.system.name",
  operation: "db.operation.name",
  collection: "db.collection.name",
  status: "db.response.status_code",
  policy: "audit.append.policy",
  eventStatus: "audit.append.status",
  size: "audit.append.size",
  action: "audit.action",
  rows: "audit.request.rows",
  characters: "audit.request.characters",
  appends: "audit.request.appends",
  wait: "audit.retry.wait",
} as const;
