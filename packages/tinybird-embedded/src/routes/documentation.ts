const reference = "https://www.tinybird.co/docs/api-reference";

const pages = [
  ["/v0/events", "events-api"],
  ["/v0/pipes", "pipe-api/api-endpoints"],
  ["/v0/sql", "query-api"],
  ["/v0/datasources", "datasource-api"],
  ["/v0/jobs", "jobs-api"],
  ["/v0/tokens", "token-api"],
] as const;

/** Gives the page of the vendor's documentation on a path, which its errors name. */
export function documentationOf(path: string): string {
  const page = pages.find(([begin]) => path.startsWith(begin));
  return page === undefined ? reference : `${reference}/${page[1]}`;
}
