import { ClickhouseError } from "./clickhouse-error.ts";

/**
 * Gives what the job gives, on the store of this directory.
 *
 * @throws {ClickhouseError} In place of what chDB throws in the job.
 */
export async function translateErrors<T>(directory: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    const native = cause instanceof Error && "clickhouseCode" in cause;
    throw native ? new ClickhouseError(cause, directory) : cause;
  }
}
