import { RequestError } from "../request-error.ts";
import { sqlWords } from "./sql-words.ts";

/** Functions and table functions of ClickHouse 26.7 that read or write files, run programs or open connections. */
const outside = new Set(
  `aiclassify aiembed aiextract aigenerate aitranslate arrowstream azureblobstorage azureblobstoragecluster
  catboostevaluate cluster clusterallreplicas cosn deltalake deltalakeazure deltalakeazurecluster deltalakecluster
  deltalakelocal deltalakes3 deltalakes3cluster eval executable file filecluster filesystem gcs hdfs hdfscluster hudi
  hudicluster iceberg icebergazure icebergazurecluster icebergcluster iceberghdfs iceberghdfscluster iceberglocal
  iceberglocalcluster icebergs3 icebergs3cluster input jdbc mongodb mysql odbc oss paimon paimonazure
  paimonazurecluster paimoncluster paimonhdfs paimonhdfscluster paimonlocal paimons3 paimons3cluster postgresql
  prometheusquery prometheusqueryrange python redis remote remotesecure s3 s3cluster sqlite url urlcluster ytsaurus`
    .trim()
    .split(/\s+/),
);

/** Gives the first function in SQL text that reaches outside of the server; `undefined` if there is none. */
export function outsideFunction(sql: string): string | undefined {
  return sqlWords(sql).find(({ text, called }) => called && outside.has(text.toLowerCase()))?.text;
}

/**
 * Lets SQL of the project pass that stays inside of the server.
 *
 * @throws {RequestError} 403 that names the function which does not.
 */
export function requireInside(sql: string): void {
  const found = outsideFunction(sql);
  if (found === undefined) return;
  throw new RequestError(
    403,
    `Cannot run "${found}" as queries must not reach outside of the server: neither files nor programs nor the network`,
  );
}
