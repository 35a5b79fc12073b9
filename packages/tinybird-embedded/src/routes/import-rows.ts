import type { Context } from "hono";
import { readDialect } from "../ingest/csv-dialect.ts";
import { csvRows } from "../ingest/csv-rows.ts";
import { planByName } from "../ingest/ingest-plan.ts";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { readUpload } from "./read-upload.ts";
import { replacedBy } from "./replaced-by.ts";
import { requireApplied, takeRows } from "./require-applied.ts";

/** `POST /v0/datasources?name=&mode=append|replace&format=csv|ndjson`: takes the rows of a file. */
export async function importRows(context: Context, deployment: Deployment): Promise<Response> {
  const { datasources, plans, ingestion, tokens, bodyLimit, compaction } = deployment;
  const grants = grantsOf(context, tokens);
  const mode = context.req.query("mode") ?? "create";
  if (mode === "create") {
    throw new RequestError(
      400,
      "Cannot create a data source over the API as deployments do: add a datafile to the project, and give mode=append or mode=replace",
    );
  }
  if (mode !== "append" && mode !== "replace") {
    throw new RequestError(400, "Cannot take the file as mode must be append or replace");
  }
  const name = context.req.query("name") ?? "";
  if (name === "") throw new RequestError(400, "Cannot append as the parameter name must be given");
  // What takes rows away is the administrator's.
  const mayAppend = mode === "append";
  requireGrant(
    grants,
    `${mode} the rows of the data source "${name}"`,
    (grant) => mayAppend && grant.kind === "append" && grant.datasource === name,
  );
  const datasource = datasources.get(name);
  const paths = plans.get(name);
  if (datasource === undefined || paths === undefined) {
    throw new RequestError(404, `Data source "${name}" does not exist`);
  }
  note(context.env.incoming, { datasource: name });
  const { format, file, parameter } = await readUpload(context.req.raw, bodyLimit);
  const replaced =
    mode === "append"
      ? undefined
      : await replacedBy(deployment, name, parameter("replace_condition"));
  const byName = planByName(datasource, paths.isPartitioned);
  const plan = format === "csv" || paths.columns.length === 0 ? byName : paths;
  const body =
    format === "csv"
      ? await csvRows(plan, file, readDialect(parameter))
      : new TextDecoder().decode(file);
  const { result, applied, importId } = await takeRows(() =>
    ingestion.append(plan, body, replaced),
  );
  const { successful_rows: rows, quarantined_rows: quarantined } = result;
  note(context.env.incoming, { rows, quarantined });
  const isApplied = await requireApplied(applied);
  // What was replaced is to leave the log, too.
  if (replaced !== undefined) compaction.start();
  const answer = {
    id: importId,
    import_id: importId,
    datasource: { id: name, name },
    ...result,
    // As the vendor's command line reads them.
    quarantine_rows: quarantined,
    invalid_lines: 0,
  };
  return context.json(answer, isApplied ? 200 : 202);
}
