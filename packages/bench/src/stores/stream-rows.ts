import type { Case } from "../harness/group.ts";

/** Within one year, as a partition is. */
const start = Date.UTC(2024, 0, 1);

/** One event, as every way to read gives it. */
export interface ReadEvent {
  readonly uid: string;
  readonly action: string;
  readonly timestamp: number;
  readonly metadata: unknown;
}

/** How many streams so many rows have: half of the rows are in streams of 100, half in streams of 10,000. */
function streamCounts(rows: number) {
  return { short: rows / 200, long: rows / 20_000 };
}

/** Gives the ids of a case's streams, one after the other, all over the rows. */
export function streamIds({ size, work }: Case): () => string {
  const { short, long } = streamCounts(size);
  let step = 0;
  return () => {
    step += 1;
    const place = step * 7_919;
    return work === 100 ? `monitor:${place % short}` : `monitor:long-${place % long}`;
  };
}

/** Gives the fields of so many rows in ClickHouse's SQL, by the order in which they happened. */
export function clickhouseRows(rows: number): string {
  const { short, long } = streamCounts(rows);
  const half = "intDiv(number, 2)";
  return `SELECT
    if(number % 2 = 0, concat('monitor:', toString(${half} % ${short})), concat('monitor:long-', toString(${half} % ${long}))) AS id,
    concat('u', leftPad(toString(number), 12, '0')) AS uid,
    if(number % 4 < 2, 'monitor.down', 'monitor.recovered') AS action,
    concat('{"region":"gru","latency":', toString(number % 977), '}') AS metadata,
    ${start} + 1000 * number AS timestamp,
    timestamp + 40 AS recorded_at,
    'w1' AS writer,
    number + 1 AS sequence,
    -1 AS previous
  FROM numbers(${rows})`;
}

/** Gives the same as a table of SQLite's, with the place of each event in its stream: `WITH … SELECT … FROM rows`. */
export function sqliteRows(rows: number): string {
  const { short, long } = streamCounts(rows);
  return `WITH RECURSIVE numbers(number) AS (
      SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${rows - 1}
    ), rows AS (
      SELECT
        number,
        iif(number % 2 = 0, 'monitor:' || (number / 2 % ${short}), 'monitor:long-' || (number / 2 % ${long})) AS id,
        iif(number % 2 = 0, number / 2 / ${short}, number / 2 / ${long}) AS place,
        printf('u%012d', number) AS uid,
        iif(number % 4 < 2, 'monitor.down', 'monitor.recovered') AS action,
        '{"region":"gru","latency":' || (number % 977) || '}' AS metadata,
        ${start} + 1000 * number AS timestamp
      FROM numbers
    )`;
}
