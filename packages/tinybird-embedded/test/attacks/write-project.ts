import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const columns =
  "`id` String `json:$.id`,\n    `tenant` String `json:$.tenant`,\n    `note` String `json:$.note`,\n    `amount` Int64 `json:$.amount`";

const datasource = (schema: string, engine = "MergeTree", more = "ENGINE_SORTING_KEY id") =>
  `SCHEMA >\n    ${schema}\n\nENGINE ${engine}\n${more}\n`;

const pipe = (sql: string, more = "TYPE endpoint") =>
  `NODE n\nSQL >\n    %\n    ${sql}\n\n${more}\n`;

/** Writes the project of the attacks; some of its pipes try to reach the file and the port. */
export async function writeProject(folder: string, file: string, port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}/`;
  const byTenant = "ENGINE_PARTITION_KEY tenant\nENGINE_SORTING_KEY id";
  // By what tells the tenants apart: ClickHouse looks into the keys before it reads.
  const byNote = "ENGINE_SORTING_KEY note, amount";
  const byAmount = "ENGINE_SORTING_KEY amount, note";
  const files = {
    // What the tables without _a look like to who sees tenant a.
    "orders_a.datasource": datasource(columns, "MergeTree", byTenant),
    "visits_a.datasource": datasource(columns),
    "profiles_a.datasource": datasource(columns, "ReplacingMergeTree"),
    "notes_a.datasource": datasource(columns, "MergeTree", byNote),
    "amounts_a.datasource": datasource(columns, "MergeTree", byAmount),
    "all_orders_a.pipe": pipe("SELECT id, tenant, note FROM orders_a ORDER BY id"),
    "notes.datasource": datasource(columns, "MergeTree", byNote),
    "amounts.datasource": datasource(columns, "MergeTree", byAmount),
    // By tenant: the values of a partition are what ClickHouse looks at first.
    "orders.datasource": datasource(columns, "MergeTree", byTenant),
    "visits.datasource": datasource(columns),
    "profiles.datasource": datasource(columns, "ReplacingMergeTree"),
    "companies.datasource": datasource(
      "`company_id` Int32 `json:$.company_id`, `name` String `json:$.name`",
      "MergeTree",
      "ENGINE_SORTING_KEY company_id",
    ),
    "secrets.datasource": datasource("`id` String `json:$.id`, `value` String `json:$.value`"),
    "inbox.datasource": datasource("`id` String `json:$.id`, `note` String `json:$.note`"),
    "totals.datasource": datasource(
      "`tenant` String, `orders` UInt64",
      "SummingMergeTree",
      "ENGINE_SORTING_KEY tenant",
    ),
    "count_orders.pipe": pipe(
      "SELECT tenant, count() AS orders FROM orders GROUP BY tenant",
      "TYPE materialized\nDATASOURCE totals",
    ),
    "all_orders.pipe": pipe("SELECT id, tenant, note FROM orders ORDER BY id"),
    "orders_of.pipe": pipe(
      "SELECT id, tenant, note FROM all_orders WHERE tenant = {{String(tenant, '')}}",
    ),
    "one_order.pipe": pipe(
      "SELECT id, {{column(shown, 'id')}} AS shown FROM orders WHERE id = {{String(id, '')}} AND tenant = 'a' AND amount < {{Int32(below, 9)}} AND id IN {{Array(ids, 'String', 'a1,a2')}}",
    ),
    "early.pipe": pipe("SELECT id FROM visits PREWHERE toInt64(note) > 0"),
    "newest.pipe": pipe("SELECT id, note FROM profiles FINAL ORDER BY id"),
    "refused.pipe": pipe("SELECT c__error, id FROM orders_quarantine"),
    "by_totals.pipe": pipe("SELECT tenant, orders FROM totals"),
    "reads_file.pipe": pipe(`SELECT file('${file}') AS text`),
    "reads_quoted_file.pipe": pipe(`SELECT \`file\`('${file}') AS text`),
    "reads_rows_of_file.pipe": pipe(`SELECT * FROM file('${file}', LineAsString)`),
    "reads_url.pipe": pipe(`SELECT * FROM url('${url}', CSV, 'a String')`),
    "reads_s3.pipe": pipe(`SELECT * FROM s3('${url}b/f', 'CSV')`),
    "reads_remote.pipe": pipe(`SELECT * FROM remote('127.0.0.1:${port}', system.one)`),
    "reads_table.pipe": pipe("SELECT id FROM {{table(name, 'companies')}}"),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
