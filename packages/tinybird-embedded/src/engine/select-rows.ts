import type { Session } from "chdb";
import { type Settings, setStatement } from "./settings.ts";

/** What a read may ask for. */
export interface SelectOptions {
  /** ClickHouse output format, default `JSONEachRow`. */
  readonly format?: string;
  readonly settings?: Settings;
  /** Values for `{name:Type}` in the statement; they never enter its text. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Gives the whole result of a read of our own, in its format. The session keeps the settings. */
export async function selectRows(
  session: Session,
  statement: string,
  { format = "JSONEachRow", settings, parameters }: SelectOptions = {},
): Promise<Buffer> {
  if (settings !== undefined) await session.queryAsync(setStatement(settings));
  const result =
    parameters === undefined
      ? await session.queryAsync(statement, { format })
      : await session.queryBindAsync(statement, parameters, { format });
  return Buffer.from(result.bytes());
}
