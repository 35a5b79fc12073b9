import { StartError } from "../start-error.ts";

/**
 * Loads ClickHouse.
 *
 * @throws {StartError} If chDB has no build for this platform.
 */
export async function loadChdb(): Promise<typeof import("chdb")> {
  try {
    return await import("chdb");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const platform = `${process.platform}-${process.arch}`;
    throw new StartError({ code: "platform_unsupported", platform, reason }, { cause });
  }
}

/** Gives the version of ClickHouse's library without opening a store. */
export async function libchdbVersion(): Promise<string> {
  return (await loadChdb()).version().libchdb.replaceAll('"', "");
}
