import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { StartError } from "../start-error.ts";

/** Where a datafile is at fault. */
export interface DatafilePlace {
  readonly file: string;
  readonly line?: number;
}

/** Runs a step of deploying a datafile; what ClickHouse refuses becomes a StartError that names the file. */
export function deployStep<T>(place: DatafilePlace, step: () => Promise<T>): Promise<T> {
  return refusing(place, step, ({ reason }) => reason);
}

/**
 * Runs a step that reads rows, so that ClickHouse's own words may quote them: only the name of its error is told.
 *
 * @param mustHold What holds if it works.
 */
export function rowStep<T>(
  place: DatafilePlace,
  mustHold: string,
  step: () => Promise<T>,
): Promise<T> {
  return refusing(place, step, ({ reason }) => {
    const name = [...reason.matchAll(/\(([A-Z][A-Z0-9_]+)\)/g)].at(-1)?.[1] ?? "an unnamed error";
    return `${mustHold}: ClickHouse refuses with ${name}, and the rows stay as they were`;
  });
}

async function refusing<T>(
  { file, line }: DatafilePlace,
  step: () => Promise<T>,
  reasonOf: (cause: ClickhouseError) => string,
): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    const place = line === undefined ? { file } : { file, line };
    const reason = reasonOf(cause);
    throw new StartError({ code: "datafile_invalid", ...place, reason }, { cause });
  }
}
