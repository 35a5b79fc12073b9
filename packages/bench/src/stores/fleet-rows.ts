/** Within one year, as a partition is. */
const start = Date.UTC(2024, 0, 1);

/** What each entity's stream has: its creation, a check every ten events that fails or passes again, and slow ones. */
export const eventsOfEntity = 50;

/** Gives the moment at which a tenth of so many rows has not happened yet, in ms since epoch. */
export function fleetMoment(rows: number): number {
  return start + 900 * rows;
}

/** Gives the fields of so many rows in ClickHouse's SQL, by the order in which they happened. */
export function fleetRows(rows: number): string {
  const entities = rows / eventsOfEntity;
  const place = `intDiv(number, ${entities})`;
  return `SELECT
    concat('monitor:', toString(number % ${entities})) AS id,
    concat('u', leftPad(toString(number), 12, '0')) AS uid,
    multiIf(${place} = 0, 'monitor.create', ${place} % 10 != 5, 'monitor.degraded', intDiv(${place}, 10) % 2 = 0, 'monitor.down', 'monitor.recovered') AS action,
    if(${place} = 0, '{"name":"API"}', concat('{"region":"gru","latency":', toString(number % 977), '}')) AS metadata,
    ${start} + 1000 * number AS timestamp,
    timestamp + 40 AS recorded_at,
    'w1' AS writer,
    number + 1 AS sequence,
    if(${place} = 0, 0, number + 1 - ${entities}) AS previous
  FROM numbers(${rows})`;
}
