/** Names of the data project's parts that the store uses. */
export const dataProject = {
  datasource: "audit_log",
  stream: "endpoint_audit_log",
  streams: "endpoint_audit_log_streams",
  search: "endpoint_audit_log_search",
  quarantine: "endpoint_audit_log_quarantine",
} as const;
