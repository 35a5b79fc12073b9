import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { StartError } from "../start-error.ts";

/** Where a datafile is at fault. */
export interface DatafilePlace {
  readonly file: string;
  readonly line?: number;
}

/** Runs a step of deploying a datafile; what ClickHouse refuses becomes a StartError that names the file. */
export async function deployStep(place: DatafilePlace, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    throw new StartError({ code: "datafile_invalid", ...place, reason: cause.reason }, { cause });
  }
}
